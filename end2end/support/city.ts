import { expect, test as base, type Page } from "@playwright/test";

export type Role = "担当者" | "課室長" | "調達担当" | "セキュリティ担当" | "統括情報セキュリティ責任者" | "監査" | "システム管理者";

/** Every test fails on an error in the console or on the page, whatever else it looks at. */
export const test = base.extend<{ watched: void }>({
  watched: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(`page: ${error.message}`));
      page.on("console", (message) => {
        // An answer with an error status is told by the browser as well; the tests look at these themselves.
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) errors.push(`console: ${message.text()}`);
      });
      await use();
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Signs in as one of the people the sign-in page of the demo city offers. */
export async function signIn(page: Page, role: Role, next = "/"): Promise<void> {
  await page.goto(`/signin?next=${encodeURIComponent(encodeURI(next))}`);
  await page.locator(".demo-accounts li").filter({ has: page.locator(".role", { hasText: new RegExp(`^${role}$`) }) }).getByRole("button").click();
  await page.waitForURL((url) => url.pathname === new URL(next, "http://x").pathname);
  await awake(page);
}

/** Waits until the browser part has taken the page over, where there is scripting. */
export async function awake(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  if (base.info().project.use.javaScriptEnabled === false) return;
  await page.waitForFunction(() => "awake" in document.documentElement.dataset);
}

import AxeBuilder from "@axe-core/playwright";
import { expect, signIn, test } from "../support/city";

test("the browsable page of the interface is served locally and reads the document", async ({ page }) => {
  await signIn(page, "監査");
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("http://127.0.0.1:") && !request.url().startsWith("data:")) elsewhere.push(request.url());
  });
  const document = await page.request.get("/api/v1/openapi.json");
  expect(document.status()).toBe(200);
  expect((await document.json()).openapi).toMatch(/^3\.1/);
  await page.goto("/api/docs/");
  await expect(page.locator("body")).toContainText("/contracts");
  expect(elsewhere).toEqual([]);
});

for (const path of ["/", "/board", "/board/year", "/contracts", "/contractors", "/clauses", "/policy", "/departments"]) {
  test(`${path} is accessible and whole in English too`, async ({ page }) => {
    await page.goto("/signin");
    await page.getByRole("button", { name: "English" }).click();
    await page.goto(`/signin?next=${encodeURIComponent(path)}`);
    await page.locator(".demo-accounts button").nth(3).click();
    await page.waitForURL((url) => url.pathname === path);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.locator("main h1").first()).toHaveText(/[A-Za-z]/);
    const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]).analyze();
    expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
  });
}

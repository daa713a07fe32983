import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "../support/city";

/** Opens the form for a clause that a running contract lacks, as the procurement officer. No test leaves a request behind. */
async function ask(page: Page): Promise<void> {
  await signIn(page, "調達担当", "/contracts?gaps=true&state=active");
  const contract = await page.locator("main table tbody a").first().getAttribute("href");
  await page.goto(`${contract}/clauses?only=missing`);
  await page.getByRole("link", { name: /^例外を申請(?!中)/ }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("例外措置を申請する");
}

async function request(page: Page, measure: string): Promise<string> {
  await page.locator('[name="form[reason]"]').fill("共通約款による");
  await page.locator('[name="form[measure]"]').fill(measure);
  await page.locator('[name="form[until]"]').fill("R9.3.31");
  await page.getByRole("button", { name: "申請する", exact: true }).click();
  await page.waitForURL(/\/exceptions\/[0-9a-z]{20,}(\?|$)/);
  return new URL(page.url()).pathname;
}

test("the department asks, the CISO decides, and the clause follows", async ({ page, javaScriptEnabled }) => {
  await ask(page);
  const measure = `毎月の記録を確かめる${javaScriptEnabled ? "" : "（素）"}`;
  const exception = await request(page, measure);
  await expect(page.locator(".callout").filter({ hasText: "判断を待っています" })).toBeVisible();
  await expect(page.getByRole("button", { name: "承認する" })).toHaveCount(0);

  await signIn(page, "統括情報セキュリティ責任者", "/");
  await expect(page.locator(".todo").getByText("例外措置を判断する").first()).toBeVisible();
  await page.goto("/exceptions?lane=requested");
  await page.locator("main table tbody tr").filter({ hasText: measure }).locator("th a").click();
  await expect(page).toHaveURL(new RegExp(exception));
  await page.getByRole("button", { name: "却下する" }).click();
  await expect(page.locator(".error-summary")).toContainText("却下する理由");
  await page.locator('[name="decision[until]"]').fill("2026-12-31");
  await page.locator('[name="decision[remark]"]').fill("月次の写しを添える");
  await page.getByRole("button", { name: "承認する" }).click();
  await expect(page.locator(".flash")).toContainText("判定を記録しました");
  await expect(page.locator("main")).toContainText("月次の写しを添える");
  await expect(page.locator(".callout").filter({ hasText: "あと37日で期限" })).toBeVisible();

  await page.locator(".page-head a.link").first().click();
  const clause = page.locator(".clause").filter({ hasText: measure });
  await expect(clause).toHaveAttribute("data-state", "excepted");

  await page.goto(exception);
  const end = page.locator("details").filter({ has: page.locator('[name="revocation[reason]"]') });
  await end.locator("summary").click();
  await page.locator('[name="revocation[reason]"]').fill("記録が届かない");
  await end.getByRole("button").click();
  await expect(page.locator("main")).toContainText("記録が届かない");
  await page.locator(".page-head a.link").first().click();
  await expect(page.locator(".clause").filter({ hasText: measure })).toHaveCount(0);
});

test("faults of a request are told with their fields and nothing typed is lost", async ({ page }) => {
  await ask(page);
  await page.locator('[name="form[reason]"]').fill("打ちかけの理由");
  await page.locator('[name="form[until]"]').fill("2026-11-23");
  await page.getByRole("button", { name: "申請する", exact: true }).click();
  await expect(page.locator(".error-summary")).toContainText("代替措置");
  await expect(page.locator(".error-summary")).toContainText("5年以内");
  await expect(page.locator('[name="form[reason]"]')).toHaveValue("打ちかけの理由");
});

test("a request is changed and taken back before it is decided", async ({ page }) => {
  await ask(page);
  const exception = await request(page, "初めの案");
  await page.getByRole("link", { name: "変更", exact: true }).click();
  await page.locator('[name="form[measure]"]').fill("直した案");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page).toHaveURL(new RegExp(`${exception}(\\?|$)`));
  await expect(page.locator("main")).toContainText("直した案");
  await page.getByRole("button", { name: "申請を取り下げる" }).click();
  await expect(page.locator(".page-head .badge")).toHaveText("取下げ");
  await expect(page.getByRole("button", { name: "申請を取り下げる" })).toHaveCount(0);
});

test("the pages are sound in both languages and fit a narrow screen", async ({ page, context, javaScriptEnabled }) => {
  await ask(page);
  const form = page.url();
  await page.goto("/exceptions");
  const one = await page.locator("main table tbody th a").first().getAttribute("href");
  for (const lang of ["ja", "en"]) {
    await context.addCookies([{ name: "lang", value: lang, url: new URL("/", page.url()).href }]);
    for (const path of ["/exceptions", "/exceptions?lane=due", one ?? "", form]) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(path);
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await expect(page).toHaveTitle(/./);
      if (javaScriptEnabled) {
        const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]).analyze();
        expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
      }
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
  }
});

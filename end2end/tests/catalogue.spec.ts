import type { Page } from "@playwright/test";
import { accessible } from "../support/accessible";
import { TODAY } from "../support/browser";
import { expect, signIn, test } from "../support/city";
import { DEMO } from "../support/places";

/** A draft nobody has touched yet: what a test before left is discarded. */
async function draft(page: Page): Promise<void> {
  await signIn(page, "セキュリティ担当", "/clauses/draft");
  const begin = page.getByRole("button", { name: "改正案を作る" });
  if (!(await begin.isVisible())) {
    await page.locator("summary", { hasText: "改正案を破棄する" }).click();
    await page.getByRole("button", { name: "破棄する" }).last().click();
    await page.goto("/clauses/draft");
  }
  await begin.click();
  await expect(page.getByRole("link", { name: "条項を追加" })).toBeVisible();
}

/** Writes a clause that only contracts of very many records need, so that no other test meets it. */
async function write(page: Page, id: string): Promise<void> {
  await page.getByRole("link", { name: "条項を追加" }).click();
  await page.waitForURL(/\/clauses\/draft\/new$/);
  await page.locator('[name="form[id]"]').fill(id);
  await page.locator('[name="form[group]"]').selectOption("common");
  await page.locator('[name="form[title]"]').fill("大量の記録の取扱い");
  await page.locator('[name="form[requirement]"]').fill("記録の件数が多い業務では、取り扱う者を限る。");
  await page.locator('[name="form[text]"]').fill("### 第○条（大量の記録）\n\n1. 乙は、取り扱う者を **限る**。");
  await page.locator('[name="form[check]"]').fill("取り扱う者を限っているか。");
  await page.locator('[name="form[applies][outsourcing]"]').check();
  await page.locator('[name="form[when][0][fact]"]').selectOption("records");
  await page.locator('[name="form[when][0][relation]"]').selectOption(">=");
  await page.locator('[name="form[when][0][value]"]').fill("９０，０００，０００");
}

test("a clause is added, compared and put in force, and a contract is moved", async ({ page, javaScriptEnabled }) => {
  const id = javaScriptEnabled ? "CITY1" : "CITY2";
  await draft(page);
  await accessible(page, javaScriptEnabled);
  await write(page, id);
  if (javaScriptEnabled) {
    // The text is rendered and the rule is said while they are typed.
    await expect(page.locator(".prose strong")).toHaveText("限る");
    await expect(page.locator("main")).toContainText("90,000,000");
    await accessible(page, javaScriptEnabled);
  }
  await page.getByRole("button", { name: "改正案に保存" }).click();
  await page.waitForURL(/\/clauses\/draft(\?|$)/);
  await expect(page.locator(`#clause-${id}`)).toContainText("大量の記録の取扱い");

  await page.getByRole("link", { name: "新旧を対照する" }).click();
  await expect(page.locator("main h1")).toHaveText("新旧対照と契約への影響");
  await expect(page.locator(`#clause-${id}`)).toContainText("取り扱う者を限る");
  await accessible(page, javaScriptEnabled);

  await page.goto("/clauses/draft");
  await page.getByRole("button", { name: "この日から施行する" }).click();
  await expect(page.locator(".error-summary")).toBeVisible();
  await page.locator('[name="form[from]"]').fill(TODAY);
  await page.locator('[name="form[note]"]').fill("大量の記録を扱う業務の条項");
  await page.getByRole("button", { name: "この日から施行する" }).click();
  await page.waitForURL(/\/clauses\?version=\d+/);
  await expect(page.locator('section[aria-labelledby="versions-h"]')).toContainText("施行中");
  await expect(page.locator("main")).toContainText(id);

  // The last of a list: the tests that follow take the first.
  await page.goto("/contracts?state=active");
  const contract = await page.locator("main table tbody th a").last().getAttribute("href");
  await page.goto(`${contract}/clauses`);
  await page.getByRole("button", { name: /第\d+版に移す/ }).click();
  await expect(page.getByRole("button", { name: /第\d+版に移す/ })).toHaveCount(0);
});

test("a rule nobody can meet is refused at its line, and what was typed stays", async ({ page, javaScriptEnabled }) => {
  await draft(page);
  const id = javaScriptEnabled ? "CITY8" : "CITY9";
  await write(page, id);
  await page.locator('[name="form[when][1][fact]"]').selectOption("records");
  await page.locator('[name="form[when][1][relation]"]').selectOption("<=");
  await page.locator('[name="form[when][1][value]"]').fill("10");
  await page.getByRole("button", { name: "改正案に保存" }).click();
  await expect(page.locator(".error-summary")).toContainText("当てはまる契約がありません");
  await expect(page.locator('[name="form[title]"]')).toHaveValue("大量の記録の取扱い");
  await page.goto("/clauses/draft");
  await expect(page.locator("#clause-K01")).toBeVisible();
  await expect(page.locator(`#clause-${id}`)).toHaveCount(0);
});

test("dropping a clause shows which contracts lose it, and is taken back", async ({ page }) => {
  await draft(page);
  await page.locator("#clause-K03").getByRole("button", { name: "廃止する" }).click();
  await expect(page.locator("#clause-K03 del")).toBeVisible();
  await page.goto("/clauses/draft/compare");
  await expect(page.locator('section[aria-labelledby="impact-h"]')).toContainText("K03");
  await expect(page.locator(".moves").first()).toContainText("なくなる条項");
  await page.goto("/clauses/draft");
  await page.locator("#clause-K03").getByRole("button", { name: "廃止を取り消す" }).click();
  await expect(page.locator("#clause-K03 del")).toHaveCount(0);
});

test("the draft fits a narrow screen and reads in English", async ({ page, context, javaScriptEnabled }) => {
  await draft(page);
  await context.addCookies([{ name: "lang", value: "en", url: DEMO }]);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [path, title] of [["/clauses/draft", "Draft"], ["/clauses/draft/K08", ""], ["/clauses/draft/compare", ""], ["/clauses/migrate", "Move contracts"]] as const) {
    await page.goto(path);
    await expect(page.locator("main h1")).toContainText(title);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await accessible(page, javaScriptEnabled);
  }
});

test("who may not write policy sees no draft", async ({ page }) => {
  await signIn(page, "課室長", "/clauses");
  await expect(page.getByRole("link", { name: "改正案" })).toHaveCount(0);
  const response = await page.goto("/clauses/draft");
  expect(response?.status()).toBe(403);
});

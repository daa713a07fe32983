import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "../support/city";

/** A contract that runs past the day of the test, so that a subcontract fits into it. */
const RUNNING = "/contracts?state=active";

/** Opens the tree of a contract as the procurement officer; answers its address. */
async function tree(page: Page): Promise<string> {
  await signIn(page, "調達担当", RUNNING);
  const contract = await page.locator("main table tbody a").first().getAttribute("href");
  await page.goto(contract ?? "");
  await page.getByRole("link", { name: "再委託", exact: true }).last().click();
  await expect(page).toHaveURL(/\/subcontracts$/);
  return new URL(page.url()).pathname;
}

/** Fills a request in with somebody who stands nowhere in the tree yet, and sends it. */
async function request(page: Page, work: string): Promise<string> {
  const field = (name: string) => page.locator(`[name="form[${name}]"]`);
  const above = await page.locator("main").getByText(/から$/).first().textContent();
  const options = await field("contractor").locator("option").allTextContents();
  const free = options.findIndex((option, index) => index > 6 && !option.includes((above ?? "").replace(" から", "")));
  await field("contractor").selectOption({ index: free });
  await field("place").fill("市内の事業所");
  await field("start").fill("R8.12.1");
  await field("end").fill("2026/12/31");
  await field("work").fill(work);
  await field("personal").selectOption("personal");
  await field("information").fill("氏名、住所");
  await field("safety_on").fill("2026-11-20");
  await field("safety_how").fill("認証の写しを確かめた");
  await page.getByRole("button", { name: "承認を求める" }).click();
  await page.waitForURL(/\/subcontracts\/[0-9a-z]{20,}(\?|$)/);
  return new URL(page.url()).pathname;
}

test("a request goes through the city's answer, the clauses and the end", async ({ page, javaScriptEnabled }) => {
  const at = await tree(page);
  await page.goto(`${at}/new`);
  const node = await request(page, `入力の再委託${javaScriptEnabled ? "" : "（素）"}`);
  await expect(page.locator("main")).toContainText("承認待ち");
  await expect(page.getByRole("button", { name: "承認する", exact: true })).toHaveCount(0);

  await signIn(page, "セキュリティ担当", node);
  await page.locator('[name="ruling[on]"]').fill("2026-11-19");
  await page.getByRole("button", { name: "承認する", exact: true }).click();
  await expect(page.locator(".error-summary")).toContainText("安全性を確認した日（2026-11-20）以降");
  await page.locator('[name="ruling[on]"]').fill("R8.11.24");
  await page.locator('[name="ruling[remark]"]').fill("毎月の報告");
  await page.getByRole("button", { name: "承認する", exact: true }).click();
  await expect(page.locator(".flash")).toContainText("再委託を承認しました");
  await expect(page.locator("main")).toContainText("毎月の報告");

  await signIn(page, "調達担当", node);
  const boxes = page.locator('form input[type="checkbox"][name^="clauses"]');
  expect(await boxes.count()).toBeGreaterThan(5);
  for (const box of await boxes.all()) await box.check();
  await page.getByRole("button", { name: "確かめた条項を記録" }).click();
  await expect(page.locator(".flash")).toContainText("変更を保存しました");
  const all = await boxes.count();
  await expect(page.getByText(`${all}/${all}`)).toBeVisible();

  const end = page.locator("details").filter({ has: page.locator('[name="closure[proof]"]') });
  await end.locator("summary").click();
  await page.locator('[name="closure[on]"]').fill("2026-11-24");
  await page.locator('[name="closure[proof]"]').fill("廃棄証明書を受け取った");
  await end.getByRole("button").click();
  await expect(page).toHaveURL(new RegExp(`${at}`));
  await expect(page.locator(".flash")).toContainText("終了を記録しました");
  await expect(page.locator(".tree")).toContainText("終了");
});

test("what is wrong is told by itself, in the list and on the page", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "セキュリティ担当", "/subcontracts");
  await page.getByRole("link", { name: "問題あり" }).click();
  await expect(page).toHaveURL(/lane=findings/);
  const row = page.locator("main table tbody tr").filter({ hasText: "承認のない着手" }).first();
  await row.locator("th a").click();
  await expect(page.locator(".callout").filter({ hasText: "承認のない着手" })).toContainText("2.6(8)");
  if (javaScriptEnabled) {
    for (const path of [page.url(), "/subcontracts", await page.locator(".page-head a.link").first().getAttribute("href")]) {
      await page.goto(path ?? "");
      await expect(page.locator("main h1").first()).toBeVisible();
      await expect(page).toHaveTitle(/./);
      const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]).analyze();
      expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
    }
  }
});

test("faults of a request are told with their fields and nothing typed is lost", async ({ page }) => {
  const at = await tree(page);
  await page.goto(`${at}/new`);
  await page.locator('[name="form[work]"]').fill("打ちかけの業務");
  await page.locator('[name="form[personal]"]').selectOption("my_number");
  await page.getByRole("button", { name: "承認を求める" }).click();
  await expect(page.locator(".error-summary")).toContainText("再委託先");
  await expect(page.locator(".error-summary")).toContainText("取り扱う情報");
  await expect(page.locator('[name="form[work]"]')).toHaveValue("打ちかけの業務");
});

test("the tree and the list are complete in English and fit a narrow screen", async ({ page, context }) => {
  const at = await tree(page);
  await context.addCookies([{ name: "lang", value: "en", url: new URL("/", page.url()).href }]);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of [at, "/subcontracts", "/subcontracts?lane=requested"]) {
    await page.goto(path);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.locator("h1, h2").filter({ hasText: /Subcontracts|passes work|No subcontracts/ }).first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
});

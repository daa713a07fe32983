import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "../support/city";

/** The last day of the fiscal year before: of all days the one most often asked for. */
const PAST = "2026-03-31";

async function accessible(page: Page): Promise<void> {
  await expect(page).toHaveTitle(/./);
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]).analyze();
  expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
}

test("an auditor opens the register of the end of the fiscal year and takes it along", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "監査", "/");
  await page.locator("a.asof").click();
  await expect(page).toHaveURL(/\/register$/);
  await expect(page.locator("main h1")).toHaveText("業務委託契約台帳");
  await expect(page.locator("a.asof[data-past]")).toHaveCount(0);
  await page.getByRole("link", { name: /^前年度末/ }).click();
  await expect(page).toHaveURL(new RegExp(`day=${PAST}`));
  await expect(page.locator(".callout")).toContainText("過去の台帳です");
  await expect(page.locator("a.asof[data-past]")).toContainText("2026/03/31");
  const rows = page.locator("main table tbody tr");
  expect(await rows.count()).toBeGreaterThan(20);
  await expect(page.locator("#list-department option", { hasText: "情報システム課" })).toHaveCount(1);

  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Excel" }).click()]);
  expect(file.suggestedFilename()).toBe(`業務委託契約台帳_${PAST}.xlsx`);
  const csv = await page.request.get(`/api/v1/register/contracts?day=${PAST}&format=csv`);
  expect((await csv.text()).split("\r\n")[0]).toContain("契約番号,件名,課室");

  await page.goto("/audit?record_kind=register");
  await expect(page.locator("main")).toContainText(`業務委託契約台帳 ${PAST}（Excel）`);
  if (javaScriptEnabled) await accessible(page);
});

test("the tabs keep the day, and a day of one's own is chosen by a plain form", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "調達担当", `/register/contracts?day=${PAST}`);
  await page.locator("nav.tabs").getByRole("link", { name: "再委託" }).click();
  await expect(page).toHaveURL(new RegExp(`/register/subcontracts\\?day=${PAST}`));
  await expect(page.locator("main table thead")).toContainText("承認日");
  await page.locator("nav.tabs").getByRole("link", { name: "委託事業者" }).click();
  await expect(page.locator("main h1")).toHaveText("委託事業者台帳");
  await page.locator("#list-day").fill("2025-04-02");
  await page.locator("#list-q").fill("有限会社");
  await page.getByRole("button", { name: "表示" }).click();
  await expect(page).toHaveURL(/day=2025-04-02/);
  await expect(page.locator("main table tbody")).toContainText("有限会社");
  await page.goto("/register/contracts?day=2001-01-01");
  await expect(page.locator(".empty")).toContainText("台帳は2024/04/01");
  await page.locator(".empty a").click();
  await expect(page.locator("main table tbody tr").first()).toBeVisible();
  if (javaScriptEnabled) await accessible(page);
});

test("a record leads to its entry of a past day", async ({ page }) => {
  await signIn(page, "調達担当", "/contracts?state=active");
  const row = page.locator("main table tbody a").first();
  await page.goto((await row.getAttribute("href")) ?? "");
  const number = (await page.locator(".page-head .code").first().textContent()) ?? "";
  await page.getByRole("link", { name: "過去の日の台帳で見る" }).click();
  await expect(page.locator("main table tbody tr")).toHaveCount(1);
  await expect(page.locator("main table tbody")).toContainText(number);
});

test("the register is complete in English, on a narrow screen and on paper", async ({ page, context, javaScriptEnabled }) => {
  await signIn(page, "監査", `/register/contracts?day=${PAST}`);
  await context.addCookies([{ name: "lang", value: "en", url: new URL("/", page.url()).href }]);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [path, words] of [
    [`/register/contracts?day=${PAST}`, "This is the register of a past day"],
    ["/register/subcontracts", "Passed on by"],
    ["/register/contractors?day=2001-01-01", "The register begins on"],
  ] as const) {
    await page.goto(path);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.locator("main")).toContainText(words);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    if (javaScriptEnabled) await accessible(page);
  }
  await page.goto(`/register/contracts?day=${PAST}`);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".print-only").first()).toContainText("as of 2026-03-31");
  await expect(page.locator(".toolbar")).toBeHidden();
});

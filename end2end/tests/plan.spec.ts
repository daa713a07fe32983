import type { Page } from "@playwright/test";
import { accessible } from "../support/accessible";
import { expect, signIn, test } from "../support/city";

const MONTHS = 'section[aria-labelledby="months-h"]';
const WEEKS = 'section[aria-labelledby="weeks-h"]';

async function open(page: Page, role: Parameters<typeof signIn>[1], query: string): Promise<void> {
  await signIn(page, role, `/board/plan${query}`);
  await expect(page.locator("main h1")).toContainText("点検計画");
}

test("next year is levelled, submitted, sent back, submitted again and approved", async ({ page, javaScriptEnabled }) => {
  // One project after the other uses the same city: without scripting it is the year after.
  const year = javaScriptEnabled ? 2027 : 2028;
  await open(page, "セキュリティ担当", `?year=${year}`);
  if (!javaScriptEnabled) await page.getByRole("button", { name: "計画を作る" }).click();
  await accessible(page, javaScriptEnabled);
  const all = page.locator(`${MONTHS} tbody .sum`);
  const checks = await all.textContent();
  await page.getByLabel("課室ごとの週の上限").fill("０");
  await page.getByRole("button", { name: "平準化する" }).click();
  await expect(page.locator(".error-summary")).toContainText("1件から100件まで");
  await page.getByLabel("課室ごとの週の上限").fill("１");
  await page.getByRole("button", { name: "平準化する" }).click();
  await expect(page.locator('section[aria-labelledby="level-h"]')).toContainText("前回の平準化");
  await expect(all).toHaveText(checks ?? "");
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.locator(".page-head")).toContainText("承認待ち");
  await expect(page.getByRole("button", { name: "平準化する" })).toHaveCount(0);

  await open(page, "統括情報セキュリティ責任者", `?year=${year}`);
  await page.getByRole("button", { name: "差し戻す" }).click();
  await expect(page.locator(".error-summary")).toContainText("差し戻す理由を書いてください");
  await page.getByLabel("意見").fill("秋に寄せてください");
  await page.getByRole("button", { name: "差し戻す" }).click();
  await expect(page.locator(".callout")).toContainText("秋に寄せてください");

  await open(page, "セキュリティ担当", `?year=${year}`);
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.locator(".page-head")).toContainText("承認待ち");
  await open(page, "統括情報セキュリティ責任者", `?year=${year}`);
  await page.getByRole("button", { name: "承認する" }).click();
  await expect(page.locator(".page-head")).toContainText("承認済み");
  await expect(page.locator('section[aria-labelledby="changes-h"]')).toContainText("計画のとおりです");
  await accessible(page, javaScriptEnabled);
});

test("a check goes to another week by its form, and the plan remembers", async ({ page, javaScriptEnabled }) => {
  await open(page, "セキュリティ担当", `?year=2026&month=${javaScriptEnabled ? "2027-01" : "2027-02"}`);
  // From the beginning of a week to its Thursday.
  const week = page.locator(`${WEEKS} tbody`).filter({ hasText: javaScriptEnabled ? "2027/01/18(月)の週" : "2027/02/15(月)の週" });
  const row = week.locator('tr[draggable="true"]').first();
  const called = (await row.locator("th a").textContent()) ?? "";
  await row.getByRole("link", { name: "移す" }).click();
  const form = page.locator("tr.moving");
  await expect(form).toBeVisible();
  const due = form.getByLabel("新しい期限");
  if (javaScriptEnabled) await expect(due).toBeFocused();
  await accessible(page, javaScriptEnabled);
  await due.fill("令和9年1月2日");
  await form.getByRole("button", { name: "移す" }).click();
  await expect(form.locator(".error-summary")).toBeVisible();
  await due.fill(javaScriptEnabled ? "R9.1.21" : "R9.2.18");
  await form.getByLabel("理由").fill("繁忙期を避ける");
  await form.getByRole("button", { name: "移す" }).click();
  await expect(page.locator("tr.moving")).toHaveCount(0);
  await expect(page.locator(`${WEEKS} tr.moved`).filter({ hasText: called }).first()).toContainText(javaScriptEnabled ? "2027/01/21" : "2027/02/18");
  await expect(page.locator('section[aria-labelledby="changes-h"]')).toContainText(called);
});

test("a check is dragged to a week that takes it, and weeks that do not step back", async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "dragging needs scripting; the form beside does not");
  await open(page, "セキュリティ担当", "?year=2027&month=2027-10");
  const weeks = page.locator(`${WEEKS} tbody`);
  const from = weeks.filter({ has: page.locator('tr[draggable="true"]') }).first();
  const row = from.locator('tr[draggable="true"]').first();
  const called = (await row.locator("th a").textContent()) ?? "";
  await row.hover();
  await page.mouse.down();
  const own = await weeks.evaluateAll((all, name) => all.findIndex((week) => week.textContent?.includes(name)), called);
  const to = weeks.nth(own === 1 ? 2 : 1);
  await to.locator("tr").first().hover();
  await to.locator("tr").first().hover();
  await expect(to).toHaveAttribute("data-takes", "here");
  await expect(weeks.nth(own)).toHaveAttribute("data-takes", "no");
  await page.mouse.up();
  await expect(to.locator("tr.moved").filter({ hasText: called }).first()).toBeVisible();
  await expect(to).not.toHaveAttribute("data-takes", /.*/);
});

test("the paper for the committee holds every check of the year", async ({ page, javaScriptEnabled }) => {
  await open(page, "監査", "?year=2026");
  await expect(page.getByRole("link", { name: "移す" })).toHaveCount(0);
  const sum = await page.locator(`${MONTHS} tbody .sum`).textContent();
  await page.getByRole("link", { name: "印刷用" }).click();
  await expect(page.locator("main h1")).toContainText("業務委託先の点検計画");
  await expect(page.locator("main .table-wrap:not(.wide) tbody tr:not(.group) time")).toHaveCount(Number(sum));
  await accessible(page, javaScriptEnabled);
});

test("the pages are sound in both languages and fit wide and narrow screens", async ({ page, context, javaScriptEnabled }) => {
  await open(page, "セキュリティ担当", "");
  for (const lang of ["ja", "en"]) {
    await context.addCookies([{ name: "lang", value: lang, url: new URL("/", page.url()).href }]);
    // This year, the year after with its form of levels, a check being moved, and the paper of a month.
    await page.goto("/board/plan?year=2027&month=2027-10");
    const moving = (await page.locator('a[href*="move="]').first().getAttribute("href")) ?? "";
    for (const path of ["/board/plan", "/board/plan?year=2029", moving, "/board/plan/print?year=2026&month=2026-12"]) {
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(path);
        await expect(page.locator("html")).toHaveAttribute("lang", lang);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${path} at ${width}`).toBeLessThanOrEqual(width);
      }
      await accessible(page, javaScriptEnabled);
    }
  }
});

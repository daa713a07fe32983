import type { Page } from "@playwright/test";
import { accessible } from "../support/accessible";
import { expect, signIn, test } from "../support/city";

/** A draft nobody has touched yet: what a test before left is discarded. */
async function draft(page: Page): Promise<void> {
  await signIn(page, "セキュリティ担当", "/policy");
  await page.getByRole("link", { name: "頻度を改める" }).click();
  await page.waitForURL(/\/policy\/cadence\/draft$/);
  // The page is brought by the browser part: what it holds is known once its head stands.
  await expect(page.locator("main h1")).toHaveText("点検頻度の改正案");
  const begin = page.getByRole("button", { name: "改正案を作る" });
  if (!(await begin.isVisible())) {
    await page.locator("summary", { hasText: "改正案を破棄する" }).click();
    await page.getByRole("button", { name: "破棄する" }).last().click();
    await page.waitForURL(/\/policy\?/);
    await page.goto("/policy/cadence/draft");
  }
  await begin.click();
  await page.waitForURL(/\/policy\/cadence\/draft\/edit/);
}

/** The row of a tier by itself. */
async function rowOf(page: Page, tier: string): Promise<number> {
  for (let place = 0; place < 12; place++) {
    const box = page.locator(`[name="form[rules][${place}][tiers]"]`);
    if ((await box.inputValue()) === tier && (await page.locator(`[name="form[rules][${place}][personal]"]`).inputValue()) === "") return place;
  }
  throw new Error(`no row of tier ${tier}`);
}

test("what a stricter cadence would do is told by month and department before it is put in force", async ({ page, javaScriptEnabled }) => {
  await draft(page);
  await accessible(page, javaScriptEnabled);
  const place = await rowOf(page, "C");
  await page.locator(`[name="form[rules][${place}][per_year]"]`).fill("３");
  await page.getByRole("button", { name: "保存" }).click();
  await page.waitForURL(/\/policy\/cadence\/draft\?/);
  const effect = page.locator('section[aria-labelledby="effect-h"]');
  await expect(effect).toContainText("予定が変わる契約");
  await expect(effect.locator('td[data-change="more"]').first()).toBeVisible();
  await expect(page.locator('section[aria-labelledby="differences-h"]')).toContainText("年3回");
  await accessible(page, javaScriptEnabled);
  // The year after is a click away.
  await effect.getByRole("link", { name: /令和9年度/ }).click();
  await expect(effect.getByRole("link", { name: /令和9年度/ })).toHaveAttribute("aria-current", "true");

  // What is put in force is harmless to the other tests: another word on what it rests on.
  await page.getByRole("link", { name: "書き改める" }).first().click();
  await page.waitForURL(/\/policy\/cadence\/draft\/edit/);
  await page.locator(`[name="form[rules][${place}][per_year]"]`).fill("1");
  await page.locator('[name="form[basis]"]').fill(`市情報セキュリティポリシー 2.6(8)${javaScriptEnabled ? "" : "、実施手順"}`);
  await page.locator('[name="form[rules][0][basis]"]').fill(`番号法、点検実施手順第${javaScriptEnabled ? 1 : 2}条`);
  await page.getByRole("button", { name: "保存" }).click();
  await page.waitForURL(/\/policy\/cadence\/draft\?/);
  await page.getByRole("button", { name: "施行する" }).click();
  await expect(page.locator(".error-summary")).toBeVisible();
  await page.locator('[name="form[note]"]').fill("根拠を実施手順に");
  await page.getByRole("button", { name: "施行する" }).click();
  await page.waitForURL(/\/policy\?/);
  await expect(page.locator('section[aria-labelledby="cadence-h"]')).toContainText(`点検実施手順第${javaScriptEnabled ? 1 : 2}条`);
  await expect(page.locator('section[aria-labelledby="versions-h"]')).toContainText("根拠を実施手順に");
});

test("what the rules forbid is told at its row, and what was typed stays", async ({ page, javaScriptEnabled }) => {
  await draft(page);
  const place = await rowOf(page, "A");
  // The row of every contract of tier A comes first now, and a certificate would do for personal information.
  await page.locator(`[name="form[rules][${place}][order]"]`).fill("1");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.locator(".error-summary")).toContainText("だけで済ませることはできません");
  await expect(page.locator(`[name="form[rules][${place}][order]"]`)).toHaveValue("1");
  await page.goto("/policy/cadence/draft");
  await expect(page.locator("main")).toContainText("施行中の版と違うところがありません");
  await accessible(page, javaScriptEnabled);
});

test("others read the cadence and find no way to change it", async ({ page }) => {
  await signIn(page, "監査", "/policy");
  await expect(page.locator('section[aria-labelledby="cadence-h"]')).toContainText("点検の頻度と方法");
  await expect(page.getByRole("link", { name: "頻度を改める" })).toHaveCount(0);
});

import type { Browser, Page } from "@playwright/test";
import { accessible } from "../support/accessible";
import { expect, signIn, test, type Role } from "../support/city";
import { DEMO } from "../support/places";

/** Somebody else, in a browser of their own. */
async function somebody(browser: Browser, role: Role, path: string, javaScriptEnabled: boolean | undefined): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: DEMO, locale: "ja-JP", javaScriptEnabled })).newPage();
  await signIn(page, role, path);
  return page;
}

/** The work that has three candidates. */
async function three(page: Page): Promise<void> {
  const row = page.locator("main table tbody tr").filter({ hasText: "住民異動届の受付・入力業務" });
  await row.locator("th a").click();
  await expect(page).toHaveURL(/\/selections\/[0-9a-z]{20,}/);
}

test("a candidate is answered by one and decided on by another", async ({ page, browser, javaScriptEnabled }) => {
  const title = `選定の試験${javaScriptEnabled ? "一" : "二"}`;
  await signIn(page, "調達担当", "/selections/new");
  await page.locator('[name="form[title]"]').fill(title);
  const department = page.locator('[name="form[department]"]');
  await department.selectOption((await department.locator("option").filter({ hasText: "市民課" }).first().getAttribute("value")) ?? "");
  await page.locator('[name="form[kind]"]').selectOption("general");
  await page.locator('[name="form[personal]"][value="personal"]').check();
  await page.getByRole("button", { name: "登録する" }).click();
  await expect(page.locator(".flash")).toContainText("登録しました");
  await expect(page.locator(".empty")).toContainText("候補はまだいません");
  const work = new URL(page.url()).pathname;

  await page.locator('[name="form[contractor]"]').selectOption({ index: 4 });
  await page.getByRole("button", { name: "候補に加える" }).click();
  await page.waitForURL(/\/answers/);
  await accessible(page, javaScriptEnabled);

  // What is still missing is told at its field.
  await page.getByRole("button", { name: "判定に出す" }).click();
  await expect(page.locator(".error-summary")).toContainText("評価を選んでください");

  for (const grade of await page.locator('input[type="radio"][name$="[grade]"][value="met"]').all()) await grade.check();
  const folded = page.locator("main form details:not([open]) > summary");
  while ((await folded.count()) > 0) await folded.first().click();
  for (const evidence of await page.locator('[name$="[evidence]"]').all()) await evidence.fill("写しを確認した");
  await page.getByRole("button", { name: "途中まで保存" }).click();
  await expect(page.locator(".flash")).toContainText("途中まで保存しました");
  await expect(page.locator("main")).toContainText("100%");
  const candidate = new URL(page.url()).pathname;
  await page.getByRole("link", { name: "記入する" }).click();
  await page.waitForURL(/\/answers/);
  await page.getByRole("button", { name: "判定に出す" }).click();
  await expect(page.locator(".flash")).toContainText("提出しました");

  // Who handed it in finds no way to decide.
  await page.goto(candidate);
  await expect(page.getByRole("button", { name: "判定を記録する" })).toHaveCount(0);
  await expect(page.locator("main")).toContainText("判定を待っています");

  const officer = await somebody(browser, "セキュリティ担当", candidate, javaScriptEnabled);
  await accessible(officer, javaScriptEnabled);
  await officer.locator('[name="form[verdict]"][value="failed"]').check();
  await officer.getByRole("button", { name: "判定を記録する" }).click();
  await expect(officer.locator(".error-summary")).toContainText("理由を入力してください");
  await officer.locator('[name="form[verdict]"][value="passed"]').check();
  await officer.getByRole("button", { name: "判定を記録する" }).click();
  await expect(officer.locator(".flash")).toContainText("判定を記録しました");
  await expect(officer.locator("main")).toContainText("選定済み");
  await officer.context().close();

  await page.goto(work);
  await expect(page.locator("main")).toContainText("合格");
});

test("candidates stand side by side, and on a telephone below each other", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "課室長", "/selections");
  await accessible(page, javaScriptEnabled);
  await three(page);
  const compare = page.locator('section[aria-labelledby="compare-h"]');
  await expect(compare.locator("thead th")).toHaveCount(4);
  await expect(compare).toContainText("特定個人情報");
  await expect(compare).toContainText("満たさない");
  await expect(page.getByRole("button", { name: "候補に加える" })).toHaveCount(0);
  await accessible(page, javaScriptEnabled);

  await page.setViewportSize({ width: 390, height: 844 });
  for (const cell of (await compare.locator("tbody td").all()).slice(0, 6)) {
    const box = await cell.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  }
});

test("the vetting reads in English", async ({ page, context, javaScriptEnabled }) => {
  await signIn(page, "監査", "/selections");
  await context.addCookies([{ name: "lang", value: "en", url: DEMO }]);
  await page.goto("/selections?state=waiting");
  await expect(page.locator("main h1")).toHaveText("Selection of contractors");
  await three(page);
  await expect(page.locator("#compare-h")).toHaveText("Candidates side by side");
  await expect(page.locator("main")).toContainText("Has completed work of the same kind");
  await accessible(page, javaScriptEnabled);
  await page.goto("/policy/criteria");
  await expect(page.locator("main h1")).toHaveText("Selection criteria");
  await accessible(page, javaScriptEnabled);
});

test("a new version of the criteria is written by the security officer", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "セキュリティ担当", "/policy/criteria");
  await page.getByRole("link", { name: "基準を改める" }).click();
  await page.waitForURL(/\/policy\/criteria\/edit/);
  await accessible(page, javaScriptEnabled);
  await page.getByRole("button", { name: "新しい版を作る" }).click();
  await expect(page.locator(".error-summary")).toBeVisible();
  await page.locator('[name="form[note]"]').fill("実績の配点を上げる");
  await page.locator('[name="form[in_force_from]"]').fill("令和20年4月1日");
  await page.locator('[name="form[criteria][0][weight]"]').fill("１０");
  await page.getByRole("button", { name: "新しい版を作る" }).click();
  await expect(page.locator("main")).toContainText("2038/04/01");
});

test("a contract names the selection it rests on", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "調達担当", "/selections?state=settled");
  await page.locator("main table tbody th a").first().click();
  await page.locator('section[aria-labelledby="candidates-h"] tbody th a').first().click();
  await page.waitForURL(/\/candidates\//);
  await page.locator('section[aria-labelledby="result-h"]').getByRole("link").first().click();
  await page.waitForURL(/\/contractors\//);
  await expect(page.locator("#selections-h")).toBeVisible();
  await page.getByRole("link", { name: "契約を登録" }).click();
  await page.waitForURL(/\/contracts\/new/);
  const field = (name: string) => page.locator(`[name="form[${name}]"]`);
  await expect(field("selection").locator("option")).not.toHaveCount(1);
  await field("number").fill(`R08-93${javaScriptEnabled ? "01" : "02"}`);
  await field("title").fill("選定した相手との契約");
  await field("department").selectOption({ index: 3 });
  await field("kind").selectOption("general");
  await field("start").fill("2027-01-01");
  await field("end").fill("2027-03-31");
  await field("confidentiality").selectOption("2");
  await page.locator('[name="form[personal]"][value="none"]').check();
  await field("selection").selectOption({ index: 1 });
  const chosen = await field("selection").locator("option:checked").textContent();
  await page.locator("main form button.primary").click();
  await expect(page.locator(".flash")).toContainText("登録しました");
  const title = chosen?.replace(/（[^（]*$/, "") ?? "";
  await expect(page.locator('section[aria-labelledby="facts-h"]')).toContainText(title);
  await page.getByRole("link", { name: "変更" }).first().click();
  await page.waitForURL(/\/edit/);
  await expect(field("selection").locator("option:checked")).toHaveText(chosen ?? "");
});

test("whoever has no part in the vetting does not see it", async ({ page }) => {
  await signIn(page, "担当者", "/");
  await expect(page.locator('nav a[href="/selections"]')).toHaveCount(0);
  const response = await page.goto("/selections");
  expect(response?.status()).toBe(403);
});

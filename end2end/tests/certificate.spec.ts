import type { Page } from "@playwright/test";
import { accessible } from "../support/accessible";
import { expect, signIn, test } from "../support/city";
import { DEMO } from "../support/places";

const field = (page: Page, name: string) => page.locator(`[name="form[${name}]"]`);

test("a certificate is registered from a contractor, changed, renewed and ended", async ({ page, javaScriptEnabled }) => {
  const own = javaScriptEnabled ? "1" : "2";
  await signIn(page, "調達担当", "/contractors");
  await page.locator("main table tbody th a").nth(3).click();
  await page.waitForURL(/\/contractors\/[0-9a-z]{20,}/);
  const contractor = await page.locator("main h1").textContent();
  await page.getByRole("link", { name: "認証を登録" }).click();
  await page.waitForURL(/\/certificates\/new/);
  await accessible(page, javaScriptEnabled);
  await expect(field(page, "contractor").locator("option:checked")).toContainText(contractor ?? "");

  // What is wrong is told at its field, and nothing typed is lost.
  await field(page, "kind").selectOption("ismap");
  await field(page, "number").fill("Ｃ９７－１－１");
  await field(page, "scope").fill("試験のクラウド基盤");
  await field(page, "issued_on").fill("R8.2.1");
  await page.getByRole("button", { name: "登録する" }).click();
  await expect(page.locator(".error-summary")).toContainText("C21-0005-2 の形");
  await expect(page.locator(".error-summary")).toContainText("監査対象期間の末日");
  await field(page, "number").fill(`Ｃ９７－００${own}１－１`);
  await field(page, "audit_period_end").fill("2025-09-30");
  if (javaScriptEnabled) await expect(page.locator("main form")).toContainText("空欄のままなら 2027/01/31");
  await page.getByRole("button", { name: "登録する" }).click();
  await expect(page.locator(".flash")).toContainText("登録しました");
  await expect(page.locator("main h1")).toHaveText(`ISMAP C97-00${own}1-1`);
  await expect(page.locator("#standing-h + dl, section[aria-labelledby='standing-h']").first()).toContainText("2027/01/31");
  await accessible(page, javaScriptEnabled);
  const first = new URL(page.url()).pathname;

  await page.getByRole("link", { name: "変更" }).first().click();
  await page.waitForURL(/\/edit/);
  await field(page, "renewal_filed_on").fill("2026-11-20");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.locator(".flash")).toContainText("変更を保存しました");
  await expect(page.locator("main")).toContainText("更新審査中");

  await page.getByRole("link", { name: "更新後の認証を登録" }).click();
  await page.waitForURL(/renews=/);
  await field(page, "number").fill(`C97-00${own}1-2`);
  await field(page, "issued_on").fill("2026-11-22");
  await field(page, "audit_period_end").fill("2026-09-30");
  await page.getByRole("button", { name: "登録する" }).click();
  await expect(page.locator("main h1")).toHaveText(`ISMAP C97-00${own}1-2`);
  await page.goto(first);
  await expect(page.locator(".callout")).toContainText("この認証は失効しました");
  await expect(page.locator("main")).toContainText("更新（後継を登録）");

  await page.goto("/certificates?q=C97-00" + own + "1-2");
  await page.locator("main table tbody th a").first().click();
  await page.waitForURL(/\/certificates\/[0-9a-z]{20,}/);
  await page.locator("details.panel summary").click();
  await page.getByRole("button", { name: "失効を記録する" }).click();
  await expect(page.locator(".error-summary")).toContainText("失効した日");
  await page.locator('[name="end[on]"]').fill("R8.11.24");
  await page.locator('[name="end[reason]"]').selectOption("revoked");
  await page.getByRole("button", { name: "失効を記録する" }).click();
  await expect(page.locator(".flash")).toContainText("変更を保存しました");
  await expect(page.locator("main")).toContainText("取消し・停止");
});

test("what runs out is told in the list and on the start page", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "調達担当", "/");
  await page.locator(".todo a").filter({ hasText: "認証の更新を確かめる" }).first().click();
  await page.waitForURL(/\/certificates\//);
  await expect(page.locator(".callout").first()).toContainText(/期限が(近づいて|切れて)います/);
  await page.goto("/certificates");
  await accessible(page, javaScriptEnabled);
  await page.getByRole("link", { name: "期限切れ・90日以内" }).click();
  await expect(page).toHaveURL(/lane=warned/);
  await expect(page.locator("main table tbody tr").first()).toContainText("期限切れ");
  await page.locator('select[name="kind"]').selectOption("p_mark");
  await page.getByRole("button", { name: "絞り込む" }).click();
  await expect(page).toHaveURL(/lane=warned.*kind=p_mark|kind=p_mark.*lane=warned/);
  await expect(page.locator("main table tbody th").filter({ hasNotText: "プライバシーマーク" })).toHaveCount(0);
});

test("an answer cites a certificate of the candidate", async ({ page, javaScriptEnabled }) => {
  const title = `認証を挙げる試験${javaScriptEnabled ? "一" : "二"}`;
  await signIn(page, "調達担当", "/certificates?lane=valid");
  const links = page.locator("main table tbody td a");
  const holders = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")?.split("/").pop() ?? ""));
  await page.goto("/selections/new");
  await field(page, "title").fill(title);
  await field(page, "department").selectOption({ index: 3 });
  await field(page, "kind").selectOption("general");
  await page.locator('[name="form[personal]"][value="none"]').check();
  await page.getByRole("button", { name: "登録する" }).click();
  await expect(page.locator(".flash")).toContainText("登録しました");
  const candidate = field(page, "contractor");
  await expect(candidate).toBeVisible();
  const offered = await candidate.locator("option").evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value));
  const contractor = holders.find((holder) => offered.includes(holder)) ?? "";
  expect(contractor).not.toBe("");
  await candidate.selectOption(contractor);
  await page.getByRole("button", { name: "候補に加える" }).click();
  await page.waitForURL(/\/answers/);
  await page.locator('[name="form[answers][0][grade]"][value="met"]').check();
  const cite = page.locator('[name="form[answers][0][certificates][0]"]');
  if (!(await cite.isVisible())) await page.locator("main form details summary").first().click();
  await cite.selectOption({ index: 1 });
  await accessible(page, javaScriptEnabled);
  await page.getByRole("button", { name: "途中まで保存" }).click();
  await expect(page.locator(".flash")).toContainText("途中まで保存しました");
  await expect(page.locator('ul[aria-label="証拠とした認証"]').first()).toContainText("有効");
  await accessible(page, javaScriptEnabled);
});

test("the certificates are complete in English and fit a narrow screen", async ({ page, context, javaScriptEnabled }) => {
  await signIn(page, "監査", "/certificates");
  await context.addCookies([{ name: "lang", value: "en", url: DEMO }]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/certificates?lane=renewal_pending");
  await expect(page.locator("main h1")).toHaveText("Certificates");
  await accessible(page, javaScriptEnabled);
  await page.locator("main table tbody th a").first().click();
  await expect(page.locator(".callout").first()).toContainText("Its renewal is pending");
  await expect(page.locator("main")).toContainText("Until the renewal is decided");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await accessible(page, javaScriptEnabled);
});

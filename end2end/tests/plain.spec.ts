import { TODAY } from "../support/browser";
import { expect, signIn, test } from "../support/city";

test("a contractor is registered by the plain form, and what is wrong comes back with what was typed", async ({ page }) => {
  await signIn(page, "調達担当", "/contractors/new");
  await page.locator('[name="form[name]"]').fill("白紙商店");
  await page.locator('[name="form[corporate_number]"]').fill("8000012050002");
  await page.locator("main form button.primary").click();
  await expect(page.locator(".error-summary")).toContainText("検査数字");
  await expect(page.locator('[name="form[name]"]')).toHaveValue("白紙商店");

  await page.locator('[name="form[corporate_number]"]').fill("");
  await page.locator('[name="form[kind]"][value="sole_proprietor"]').check();
  await page.locator('[name="form[name_kana]"]').fill("ハクシショウテン");
  await page.locator('[name="form[address]"]').fill("水ヶ丘市本町1-1");
  await page.locator("main form button.primary").click();
  await expect(page.locator("main h1")).toContainText("白紙商店");
  await expect(page.locator(".flash")).toContainText("登録しました");
});

test("a check is kept for later, handed in and decided on without scripting", async ({ page, browser }) => {
  await signIn(page, "課室長", "/board?lane=coming");
  // The next one to come: those years ahead cannot be filled in yet.
  const check = await page.locator("main table tbody tr:not(.group) a").first().getAttribute("href");
  await page.goto(`${check}/report`);
  await page.locator('[name="form[remarks]"]').fill("途中まで書いた。");
  await page.getByRole("button", { name: "途中まで保存" }).click();
  await expect(page.locator(".flash")).toContainText("途中まで保存しました");
  await page.goto(`${check}/report`);
  await expect(page.locator('[name="form[remarks]"]')).toHaveValue("途中まで書いた。");
  await page.locator('[name="form[method]"]').first().check();
  await page.locator('[name="form[carried_out_on]"]').fill(TODAY);
  for (const answer of await page.locator('input[type="radio"][name$="[answer]"][value="conforms"]').all()) await answer.check();
  await page.locator('[name="form[verdict]"]').first().check();
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.locator(".flash")).toContainText("提出しました");

  const context = await browser.newContext({ locale: "ja-JP", javaScriptEnabled: false });
  const officer = await context.newPage();
  await signIn(officer, "セキュリティ担当", check ?? "/");
  await officer.getByRole("button", { name: "受理する" }).click();
  await expect(officer.locator(".flash")).toContainText("受理しました");
  await context.close();
});

test("a list is filtered, sorted and paged by plain links and forms", async ({ page }) => {
  await signIn(page, "調達担当", "/contracts");
  await page.locator('input[name="q"]').last().fill("住民");
  await page.getByRole("button", { name: "絞り込む" }).click();
  await expect(page).toHaveURL(/q=/);
  for (const row of await page.locator("main table tbody tr").all()) await expect(row).toContainText(/住民/);
  await page.goto("/contracts?all=true");
  await page.locator(".pager a").last().click();
  await expect(page).toHaveURL(/cursor=/);
});

test("a contract is read and a passage recorded by plain forms", async ({ page }) => {
  await signIn(page, "調達担当", "/contracts?state=draft");
  const contract = await page.locator("main table tbody a").nth(1).getAttribute("href");
  await page.goto(`${contract}/clauses`);
  await page.getByText("契約書のファイルを読み取って、当たる箇所を探す").click();
  const text = "第１条　乙は、業務上知り得た秘密を他に漏らしてはならない。契約終了後も同様とする。\n第２条　乙は、事故が生じたときは、直ちに甲に報告しなければならない。\n";
  await page.locator('input[type="file"]').setInputFiles({ name: "契約書.txt", mimeType: "text/plain", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "読み取る" }).click();
  await expect(page.locator(".flash")).toContainText("契約書を読み取りました");
  const before = await page.locator(".proposal:has(button)").count();
  await page.getByRole("button", { name: "この箇所で充足とする" }).first().click();
  await expect(page.locator(".flash")).toContainText("条項の充足を記録しました");
  await expect(page.locator(".proposal:has(button)")).toHaveCount(before - 1);
});

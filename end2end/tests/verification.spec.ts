import { expect, signIn, test } from "../support/city";

test("a check is carried out, sent back with a word on why, mended, and accepted", async ({ page, browser }) => {
  await signIn(page, "課室長", "/board");
  await page.locator("main table tbody tr:not(.group) a").first().click();
  await page.waitForURL(/\/verifications\//);
  const check = new URL(page.url()).pathname;
  await page.goto(`${check}/report`);

  // What is missing is told at its field, and nothing is lost.
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.locator(".error-summary")).toBeVisible();

  await page.locator('[name="form[method]"]').first().check();
  await page.locator('[name="form[carried_out_on]"]').fill("令和8年11月20日");
  for (const answer of await page.locator('input[type="radio"][name$="[answer]"][value="conforms"]').all()) await answer.check();
  await page.locator('[name="form[remarks]"]').fill("事業所を訪問し、記録の写しを受け取った。");
  await page.locator('[name="form[verdict]"]').first().check();
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.locator(".flash")).toContainText("提出しました");

  const officer = await (await browser.newContext({ locale: "ja-JP" })).newPage();
  await signIn(officer, "セキュリティ担当", check);
  await officer.getByRole("button", { name: "差し戻す" }).click();
  await expect(officer.locator(".error-summary")).toBeVisible();
  await officer.locator('[name="form[remark]"]').fill("受講記録の日付を追記してください。");
  await officer.getByRole("button", { name: "差し戻す" }).click();
  await expect(officer.locator(".flash")).toContainText("差し戻しました");

  await page.goto(check);
  await expect(page.locator("main")).toContainText("受講記録の日付を追記してください。");
  await page.goto(`${check}/report`);
  await expect(page.locator('[name="form[remarks]"]')).toHaveValue(/記録の写し/);
  await page.locator('[name="form[remarks]"]').fill("受講記録は11月18日付けである。");
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.locator(".flash")).toContainText("提出しました");

  await officer.goto(check);
  await officer.getByRole("button", { name: "受理する" }).click();
  await expect(officer.locator(".flash")).toContainText("受理しました");
  await officer.goto(`${check}/history`);
  await expect(officer.locator("main")).toContainText("佐藤 恵子");
});

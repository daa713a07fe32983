import { expect, signIn, test } from "../support/city";

test("who saves second sees what the first one changed, and loses nothing", async ({ page, context }) => {
  await signIn(page, "調達担当", "/contractors?q=システム");
  const contractor = await page.locator("main table tbody a").first().getAttribute("href");
  await page.goto(`${contractor}/edit`);
  const other = await context.newPage();
  await other.goto(`${contractor}/edit`);
  await other.locator('[name="form[phone]"]').fill("03-1111-2222");
  await other.getByRole("button", { name: "保存" }).first().click();
  await expect(other.locator(".flash")).toContainText("変更を保存しました");

  await page.locator('[name="form[representative]"]').fill("競合 太郎");
  await page.getByRole("button", { name: "保存" }).first().click();
  const table = page.locator("table.conflict");
  await expect(table).toContainText("03-1111-2222");
  await expect(table).toContainText("競合 太郎");
  await page.getByRole("button", { name: "選んだ内容で保存" }).click();
  await expect(page.locator(".flash")).toContainText("変更を保存しました");
  await expect(page.locator("main")).toContainText("03-1111-2222");
  await expect(page.locator("main")).toContainText("競合 太郎");
});

import { expect, signIn, test } from "../support/city";

test("a list is sorted, searched and opened with the keyboard", async ({ page }) => {
  await signIn(page, "調達担当", "/contractors");
  // Keys are heard once the browser part has taken the page over.
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(page.locator("tr[data-current]")).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/contractors\/[0-9a-z]+/);
  await page.keyboard.press("?");
  await expect(page.locator("dialog.keys")).toBeVisible();
});

test("a contractor form checks while typing, by the rules of the server", async ({ page }) => {
  await signIn(page, "調達担当", "/contractors/new");
  const number = page.locator('[name="form[corporate_number]"]');
  await number.fill("8000012050002");
  await number.blur();
  await expect(page.locator("main")).toContainText("検査数字が合いません");
  await number.fill("７０００-０１２０５-０００２");
  await number.blur();
  await expect(page.locator("main")).not.toContainText("検査数字が合いません");
});

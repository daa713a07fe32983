import { test as bare } from "@playwright/test";
import { expect, signIn, test } from "../support/city";

test("what was typed before the page woke up is judged as well", async ({ page }) => {
  // The browser part is held back until the field has been filled in and left.
  let wake = () => {};
  const typed = new Promise<void>((resolve) => (wake = resolve));
  await signIn(page, "調達担当", "/contractors");
  await page.route("**/pkg/itakumori-*.js", async (route) => {
    await typed;
    await route.continue();
  });
  await page.goto("/contractors/new", { waitUntil: "commit" });
  const number = page.locator('[name="form[corporate_number]"]');
  await number.fill("8000012050002");
  await page.locator('[name="form[name]"]').focus();
  wake();
  await expect(page.locator("main")).toContainText("検査数字が合いません");
  await expect(number).toHaveValue("8000012050002");
});

test("an answer that makes no sense is told, and what was typed stays", async ({ page }) => {
  await signIn(page, "調達担当", "/contractors/new");
  await page.route("**/_fn/create_contractor**", (route) => route.fulfill({ status: 404, contentType: "text/html", body: "<p>Not here</p>" }));
  const name = page.locator('[name="form[name]"]');
  await name.fill("すだち計算センター株式会社");
  await page.locator('input[type="radio"][name="form[kind]"]').first().check();
  await page.locator('[name="form[name_kana]"]').fill("スダチケイサンセンター");
  await page.locator('[name="form[corporate_number]"]').fill("7000012050002");
  await page.locator('[name="form[address]"]').fill("架空市一丁目1番1号");
  await page.getByRole("button", { name: /登録|保存/ }).first().click();
  await expect(page.locator(".error-summary")).toContainText("内部で問題が起きました");
  await expect(name).toHaveValue("すだち計算センター株式会社");
});

// Errors in the console are what this is about.
bare("a part of the browser's program that cannot be fetched is told", async ({ page }) => {
  await signIn(page, "調達担当", "/");
  await page.route("**/pkg/*.wasm", (route) => route.abort());
  await page.getByRole("link", { name: "業務委託契約" }).first().click();
  await expect(page.getByRole("alert")).toContainText("画面の動作が止まりました");
});

import { expect, signIn, test } from "../support/city";

test("a contract goes from the draft to the plan of its checks", async ({ page }) => {
  await signIn(page, "調達担当", "/contracts/new");
  const field = (name: string) => page.locator(`[name="form[${name}]"]`);
  await field("number").fill("Ｒ０８−９００１");
  await field("title").fill("試験用の住民記録データ入力業務");
  await field("department").selectOption({ label: await optionWith(page, "form[department]", "市民課") });
  await field("contractor").selectOption({ index: 3 });
  await field("kind").selectOption("general");
  await field("start").fill("R8.12.1");
  await field("end").fill("令和9年3月31日");
  await field("confidentiality").selectOption({ index: 1 });
  await page.locator('input[type="radio"][name="form[personal]"]').first().check();
  await page.getByRole("button", { name: /登録|保存/ }).first().click();
  await page.waitForURL(/\/contracts\/[0-9a-z]{20,}/);
  await expect(page.locator("main")).toContainText("R08-9001");
  await expect(page.locator("main")).toContainText("2026/12/01");

  // Nothing is in force with clauses missing: every reason is told at once.
  await page.getByRole("button", { name: "審査に出す" }).click();
  await expect(page.locator(".flash, .callout").first()).toBeVisible();
  const contract = new URL(page.url()).pathname;

  const clauses = await page.goto(`${contract}/clauses`);
  expect(clauses?.status()).toBe(200);
  await expect(page.locator(".clause").first()).toContainText("K01");

  const plan = await page.goto(`${contract}/plan`);
  expect(plan?.status()).toBe(200);
  await expect(page.locator("main")).toContainText("着手時点検");
});

test("a clause is marked with its article and quote, and the next missing one is offered", async ({ page }) => {
  await signIn(page, "調達担当", "/contracts?gaps=true&state=active");
  await page.goto(`${await page.locator("main table tbody a").first().getAttribute("href")}/clauses?only=missing`);
  const missing = page.locator(".clause");
  const before = await missing.count();
  expect(before).toBeGreaterThan(0);
  await missing.first().getByRole("link", { name: /記録/ }).first().click();
  await page.locator('[name="form[article]"]').fill("第９条第２項");
  await page.locator('[name="form[quote]"]').fill("受託者は、前項の措置を講じなければならない。");
  await page.getByRole("button", { name: "記録する" }).click();
  await expect(page.locator(".flash")).toContainText("条項の充足を記録しました");
  await expect(missing).toHaveCount(before - 1);
});

/** Selects name a department with its code; tests know the name only. */
async function optionWith(page: import("@playwright/test").Page, name: string, text: string): Promise<string> {
  return (await page.locator(`[name="${name}"] option`).filter({ hasText: text }).first().textContent()) ?? text;
}

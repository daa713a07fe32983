import type { Page } from "@playwright/test";
import { accessible } from "../support/accessible";
import { awake, expect, signIn, test } from "../support/city";
import { DEMO } from "../support/places";

const field = (page: Page, name: string) => page.locator(`[name="form[${name}]"]`);

/** An invented corporation as the agency publishes it. */
function row(number: string, name: string): string {
  const cells = Array.from({ length: 30 }, () => "");
  [cells[1], cells[2], cells[6], cells[9], cells[10], cells[11], cells[15], cells[23], cells[28]] = [
    number, "01", name, "千葉県", "試験市", "中央１丁目１番１号", "2770001", "1", "シケン",
  ];
  return cells.map((cell) => `"${cell}"`).join(",");
}

test("a list is brought in and fills a new contractor in", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "調達担当", "/reference");
  await expect(page.locator("main h1")).toHaveText("公表データ");
  await accessible(page, javaScriptEnabled);
  const upload = async (content: string, day: string) => {
    await page.locator('[name="kind"][value="corporate_numbers"]').check();
    await page.locator('[name="as_of"]').fill(day);
    await page.locator('[name="file"]').setInputFiles({ name: "12_chiba.csv", mimeType: "text/csv", buffer: Buffer.from(content) });
    await page.getByRole("button", { name: "取り込む" }).click();
  };
  await upload("何でもないもの\n", "2026-10-31");
  await expect(page.locator(".error-summary")).toContainText("読めない行のほうが多い");
  await accessible(page, javaScriptEnabled);
  const number = javaScriptEnabled ? "7000012050002" : "1180301018771";
  await upload([row(number, "公表情報株式会社"), row("7000012050003", "検査数字違い"), row("8000012010038", "別の会社")].join("\n"), "R8.11.1");
  await expect(page).toHaveURL(/\/reference/);
  await expect(async () => {
    await page.goto("/reference");
    await expect(page.locator("#list-corporate_numbers + *, section[aria-labelledby='list-corporate_numbers']").first()).toContainText("12_chiba.csv");
  }).toPass();
  const list = page.locator("section[aria-labelledby='list-corporate_numbers']");
  await expect(list).toContainText("2026/11/01");
  await list.locator("summary").click();
  await expect(list).toContainText("2行目");

  await page.goto("/contractors/new");
  await awake(page);
  if (javaScriptEnabled) {
    await field(page, "corporate_number").pressSequentially(number);
    await expect(field(page, "name")).toHaveValue("公表情報株式会社");
    await expect(field(page, "address")).toHaveValue("千葉県試験市中央１丁目１番１号");
    await field(page, "name").fill("別の名前");
    await page.getByRole("button", { name: "この内容を入れる" }).click();
  } else {
    await page.locator("#look-up").fill(number);
    await page.getByRole("button", { name: "名称・所在地を補う" }).click();
    await expect(page).toHaveURL(/number=/);
  }
  await expect(field(page, "name")).toHaveValue("公表情報株式会社");
  await expect(field(page, "corporate_number")).toHaveValue(number);
  await accessible(page, javaScriptEnabled);
});

test("the published lists read in English, and whoever may not bring one in sees no form", async ({ page, context, javaScriptEnabled }) => {
  await signIn(page, "監査", "/reference");
  await context.addCookies([{ name: "lang", value: "en", url: DEMO }]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/reference");
  await expect(page.locator("main h1")).toHaveText("Published lists");
  await expect(page.locator('input[type="file"]')).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await accessible(page, javaScriptEnabled);
});

import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { TODAY } from "../support/browser";
import { expect, test } from "../support/city";
import { EMPTY, PROGRAM } from "../support/places";

/** The demo city's lists, as a spreadsheet in a Japanese office saves them, and how many rows each has. */
const LISTS = [
  ["departments", 60],
  ["contractors", 300],
  ["contracts", 800],
] as const;
const PASSWORD = "とても長い合言葉ですから安心2026";

let folder: string;

test.use({ baseURL: EMPTY });
test.describe.configure({ mode: "serial" });

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lists-"));
  run("demo-csv", folder, "--encoding", "shift_jis");
});

function run(...args: string[]): string {
  return execFileSync(PROGRAM, args, { encoding: "utf8", env: { ...process.env, ITAKUMORI_TODAY: TODAY, LC_ALL: "ja_JP.UTF-8" } });
}

async function enter(page: Page, number: string): Promise<void> {
  await page.goto("/signin");
  await page.locator('[name="staff_number"]').fill(number);
  await page.locator('[name="password"]').fill(PASSWORD);
  await page.locator("form.card button.primary").click();
  await page.waitForURL(`${EMPTY}/`);
}

/** From the file to what came of it. */
async function bring(page: Page, kind: string): Promise<void> {
  await page.goto(`/imports?kind=${kind}`);
  await page.locator("#f-file").setInputFiles(join(folder, `${kind}.csv`));
  await page.getByRole("button", { name: "内容の確認へ" }).click();
  await page.waitForURL(/\/imports\/[0-9a-z]+/);
}

test("the first administrator is made, and brings the departments", async ({ page }) => {
  await page.goto("/");
  await page.waitForURL(/\/setup/);
  const fields = { city: "水ヶ丘市", staff_number: "1", name: "管理 一郎", password: PASSWORD, password_again: PASSWORD };
  for (const [name, value] of Object.entries(fields)) await page.locator(`[name$="${name}"], [name$="[${name}]"]`).first().fill(value);
  await page.locator("form button.primary").click();
  await page.waitForURL(`${EMPTY}/`);

  await bring(page, "departments");
  await expect(page.locator("main")).toContainText("60");
  await page.getByRole("button", { name: /60.*取り込む|取り込む/ }).click();
  await expect(page.locator("main")).toContainText("取り込みました", { timeout: 60_000 });

  await page.goto("/people/new");
  for (const [name, value] of Object.entries({ staff_number: "2", name: "調達 花子", from: "2026-04-01", password: PASSWORD }))
    await page.locator(`[name="form[${name}]"]`).fill(value);
  await page.locator('[name="form[department]"]').selectOption({ index: 5 });
  await page.locator('[name="form[role]"][value="procurement_officer"]').check();
  await page.locator("main form button.primary").click();
  await expect(page.locator("main")).toContainText("調達 花子");
});

test("contractors and contracts follow; a bad row is given back, and a second time nothing changes", async ({ page }) => {
  test.setTimeout(240_000);
  await enter(page, "2");
  for (const [kind, rows] of LISTS.slice(1)) {
    await bring(page, kind);
    await page.getByRole("button", { name: /取り込む/ }).click();
    await expect(page.locator("main")).toContainText("取り込みました", { timeout: 200_000 });
    await bring(page, kind);
    await expect(page.locator('.tile[href*="state=same"]')).toContainText(String(rows));
    await expect(page.getByRole("button", { name: /取り込む/ })).toHaveCount(0);
  }
  await page.goto("/contracts?all=true");
  await expect(page.locator(".pager")).toContainText("800");
});

test("a file that is no list is refused with the reason", async ({ page }) => {
  await enter(page, "2");
  await page.goto("/imports?kind=contractors");
  await page.locator("#f-file").setInputFiles({ name: "写真.csv", mimeType: "text/csv", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]) });
  await page.getByRole("button", { name: "内容の確認へ" }).click();
  await expect(page.locator(".error-summary")).toBeVisible();
});

test("the command line brings the same lists with the same result", () => {
  test.setTimeout(300_000);
  const data = mkdtempSync(join(tmpdir(), "register-"));
  for (const [kind, rows] of LISTS) {
    const said = run("import", kind, join(folder, `${kind}.csv`), "--yes", "--data-dir", data);
    expect(said).toMatch(new RegExp(`新規 *${rows}\\b`));
    const again = run("import", kind, join(folder, `${kind}.csv`), "--yes", "--data-dir", data);
    expect(again).toMatch(new RegExp(`変更なし *${rows}\\b`));
  }
});

import { readFileSync } from "node:fs";
import type { Browser, Page } from "@playwright/test";
import { accessible } from "../support/accessible";
import { expect, signIn, test } from "../support/city";
import { DEMO } from "../support/places";

/** A draft of its own; the address of the candidate's page. */
async function draft(page: Page, title: string): Promise<string> {
  await signIn(page, "調達担当", "/selections/new");
  await page.locator('[name="form[title]"]').fill(title);
  const department = page.locator('[name="form[department]"]');
  await department.selectOption((await department.locator("option").filter({ hasText: "市民課" }).first().getAttribute("value")) ?? "");
  await page.locator('[name="form[kind]"]').selectOption("general");
  await page.locator('[name="form[personal]"][value="none"]').check();
  await page.getByRole("button", { name: "登録する" }).click();
  await expect(page.locator(".flash")).toContainText("登録しました");
  await page.locator('[name="form[contractor]"]').selectOption({ index: 5 });
  await page.getByRole("button", { name: "候補に加える" }).click();
  await page.waitForURL(/\/answers/);
  const candidate = new URL(page.url()).pathname.replace("/answers", "");
  await page.goto(candidate);
  return candidate;
}

/** Makes a link on the candidate's page and reads its address. */
async function link(page: Page): Promise<string> {
  await page.getByText("回答用リンクで答えてもらう").click();
  await page.locator('[name="name"]').fill("営業部 佐久間");
  await page.getByRole("button", { name: "リンクを作る" }).click();
  await expect(page.locator("#invited")).toBeVisible();
  return await page.locator("#invited").inputValue();
}

/** Somebody at the contractor: a browser of their own, without an account. */
async function contractor(browser: Browser, address: string, javaScriptEnabled: boolean, lang = "ja"): Promise<Page> {
  const context = await browser.newContext({ baseURL: DEMO, locale: lang === "ja" ? "ja-JP" : "en-GB", javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

async function answer(guest: Page): Promise<void> {
  await guest.locator('[name="form[by_name]"]').fill("営業推進部 佐久間 透");
  for (const grade of await guest.locator('input[type="radio"][name$="[grade]"][value="met"]').all()) await grade.check();
  await guest.locator('[name="form[answers][0][evidence]"]').fill("実績の一覧");
}

test("a contractor answers by a link; the officer takes it over, hands it in, and it can be used no more", async ({ page, browser, javaScriptEnabled }) => {
  const candidate = await draft(page, `申告の試験 リンク ${javaScriptEnabled ? "一" : "二"}`);
  const address = await link(page);
  await accessible(page, javaScriptEnabled);
  await page.goto(candidate);
  await expect(page.locator("main")).not.toContainText(new URL(address).pathname);

  // Without scripting, whatever the officer's browser does.
  const guest = await contractor(browser, address, false);
  await expect(guest.locator("h1")).toHaveText("選定評価の質問への回答");
  await expect(guest.locator("nav")).toHaveCount(0);
  await guest.locator('[name="form[remarks]"]').fill("途中の連絡");
  await guest.getByRole("button", { name: "途中まで保存" }).click();
  await expect(guest.locator(".flash")).toContainText("途中まで保存しました");
  await guest.getByRole("button", { name: "提出する" }).click();
  await expect(guest.locator(".error-summary")).toContainText("回答を選んでください");
  await expect(guest.locator('[name="form[remarks]"]')).toHaveValue("途中の連絡");
  await answer(guest);
  await guest.getByRole("button", { name: "提出する" }).click();
  await expect(guest.locator("h1")).toHaveText("回答を受け付けました");
  const over = await guest.goto(address);
  expect(over?.status()).toBe(404);
  await expect(guest.locator("h1")).toHaveText("このリンクは使えません");
  await guest.context().close();

  await page.goto(candidate);
  await expect(page.locator('section[aria-labelledby="declared-h"]')).toContainText("営業推進部 佐久間 透");
  await accessible(page, javaScriptEnabled);
  await page.getByRole("link", { name: "申告を見ながら評価する" }).click();
  await page.waitForURL(/\/answers/);
  await accessible(page, javaScriptEnabled);
  await page.locator('[name="form[remarks]"]').fill("打ちかけの所見");
  await page.locator("#criterion-A1").getByRole("button", { name: "この項目に写す" }).click();
  await expect(page.locator(".flash")).toContainText("評価に写して保存しました");
  await expect(page.locator('#criterion-A1 input[value="met"]')).toBeChecked();
  await expect(page.locator('#criterion-A2 input[value="met"]')).not.toBeChecked();
  await expect(page.locator('[name="form[remarks]"]')).toHaveValue("打ちかけの所見");
  await page.getByRole("button", { name: /すべて写す/ }).click();
  await expect(page.locator('#criterion-A2 input[value="met"]')).toBeChecked();
  await expect(page.getByRole("button", { name: /すべて写す/ })).toHaveCount(0);
  // The contractor did not say what shows the blocking ones: the officer does, and answers for it.
  const folded = page.locator("main form details:not([open]) > summary");
  while ((await folded.count()) > 0) await folded.first().click();
  for (const evidence of await page.locator('[name$="[evidence]"]').all()) await evidence.fill("原本を確認した");
  await page.getByRole("button", { name: "判定に出す" }).click();
  await expect(page.locator(".flash")).toContainText("提出しました");
});

test("a workbook is exported, and what comes back is read or refused with its cell", async ({ page, browser, javaScriptEnabled }, info) => {
  const candidate = await draft(page, `申告の試験 質問書 ${javaScriptEnabled ? "一" : "二"}`);
  const open = async () => {
    const summary = page.getByText(/質問書（Excel）/).first();
    if (!(await page.getByRole("button", { name: "質問書を書き出す" }).isVisible())) await summary.click();
  };
  const exported = async (): Promise<string> => {
    await open();
    await page.locator('[name="until"]').first().fill("R8.12.8");
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: "質問書を書き出す" }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toMatch(/^質問書_.*\.xlsx$/);
    const path = info.outputPath("book.xlsx");
    await download.saveAs(path);
    return path;
  };
  const blank = await exported();
  await page.goto(candidate);
  await open();
  await page.locator("#f-workbook").setInputFiles(blank);
  await page.getByRole("button", { name: "申告として受け取る" }).click();
  await expect(page.locator(".error-summary")).toContainText("質問!D3：回答が選ばれていません");
  await accessible(page, javaScriptEnabled);
  await page.locator("#f-workbook").setInputFiles({ name: "回答.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n") });
  await page.getByRole("button", { name: "申告として受け取る" }).click();
  await expect(page.locator(".error-summary")).toContainText("質問書のブックではありません");

  // What a link brought stands in the next workbook: one that is filled in.
  await page.goto(candidate);
  const guest = await contractor(browser, await link(page), javaScriptEnabled ?? true);
  await answer(guest);
  await guest.getByRole("button", { name: "提出する" }).click();
  await expect(guest.locator("h1")).toHaveText("回答を受け付けました");
  await guest.context().close();
  await page.goto(candidate);
  const filled = await exported();
  await page.goto(candidate);
  await open();
  await page.locator("#f-workbook").setInputFiles({ name: "記入済み.xlsx", mimeType: "application/octet-stream", buffer: readFileSync(filled) });
  await page.getByRole("button", { name: "申告として受け取る" }).click();
  await expect(page.locator(".flash")).toContainText("自己申告を受け取りました");
  await expect(page.locator('section[aria-labelledby="declared-h"]')).toContainText("記入済み.xlsx");
});

test("the page of a link reads in English, on a telephone, with and without scripting, and is revoked", async ({ page, browser, javaScriptEnabled }) => {
  const candidate = await draft(page, `申告の試験 英語 ${javaScriptEnabled ? "一" : "二"}`);
  const address = await link(page);
  const guest = await contractor(browser, address, javaScriptEnabled ?? true, "en");
  await guest.setViewportSize({ width: 390, height: 844 });
  await expect(guest.locator("h1")).toHaveText("Answers for the selection of a contractor");
  await expect(guest.locator("main")).toContainText("Has completed work of the same kind");
  await accessible(guest, javaScriptEnabled);
  expect(await guest.evaluate("document.documentElement.scrollWidth").catch(() => 390)).toBeLessThanOrEqual(390);
  await guest.getByRole("button", { name: "日本語" }).click();
  await expect(guest.locator("h1")).toHaveText("選定評価の質問への回答");
  await accessible(guest, javaScriptEnabled);

  await page.goto(candidate);
  await page.getByText("回答用リンク（有効 1件）").click();
  await page.getByRole("button", { name: /取り消す/ }).click();
  await expect(page.locator(".flash")).toContainText("回答用リンクを取り消しました");
  const over = await guest.goto(address);
  expect(over?.status()).toBe(404);
  await accessible(guest, javaScriptEnabled);
  await guest.context().close();
});

test("the demo city has a declaration that waits to be taken over", async ({ page, context, javaScriptEnabled }) => {
  await signIn(page, "調達担当", "/selections?q=窓口予約システムの更新");
  await page.locator("main table tbody th a").first().click();
  await page.waitForURL(/\/selections\/[0-9a-z]{20,}/);
  await expect(page.locator('section[aria-labelledby="candidates-h"]')).toContainText("自己申告");
  await page.locator('section[aria-labelledby="candidates-h"] tbody tr').filter({ hasText: "自己申告" }).locator("th a").click();
  await page.waitForURL(/\/candidates\//);
  await expect(page.locator("main")).toContainText("評価に写されていません");
  await context.addCookies([{ name: "lang", value: "en", url: DEMO }]);
  await page.goto(`${new URL(page.url()).pathname}/answers`);
  await expect(page.locator("main")).toContainText("What the contractor declared");
  await accessible(page, javaScriptEnabled);
});

import { accessible } from "../support/accessible";
import { expect, signIn, test } from "../support/city";

const LATEST = 'section[aria-labelledby="latest-h"]';

test("what the reader was told leads to what is to be done", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "課室長", "/reminders");
  await expect(page.locator("main h1")).toHaveText("督促のお知らせ");
  const rows = page.locator(`${LATEST} tbody tr`);
  await expect(rows.first()).toHaveClass(/late/);
  // In the order of their due dates.
  const due = await rows.locator("time").evaluateAll((times) => times.map((time) => time.getAttribute("datetime") ?? ""));
  expect(due).toEqual([...due].sort());
  await accessible(page, javaScriptEnabled);
  await rows.first().locator("th a").click();
  await expect(page).toHaveURL(/\/(verifications|findings)\//);
  await expect(page.locator("main h1")).toBeVisible();
});

test("who goes on leave says who stands in, and takes it back", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "担当者", "/reminders");
  await page.getByRole("link", { name: "不在・メールを設定" }).click();
  await expect(page.locator("main h1")).toHaveText("不在と代理");
  await page.getByLabel("不在の初日").fill("R9.1.8");
  await page.getByLabel("不在の最終日").fill("R9.1.4");
  await page.getByLabel("代理", { exact: false }).and(page.locator("select")).selectOption({ index: 1 });
  await page.getByRole("button", { name: "登録する" }).click();
  await expect(page.locator(".error-summary")).toContainText("終わりの日は、始まりの日以後にしてください");
  await page.getByLabel("不在の最終日").fill("R9.1.15");
  await page.getByRole("button", { name: "登録する" }).click();
  const days = page.locator('section[aria-labelledby="days-h"]');
  const row = days.locator("tr").filter({ hasText: "2027/01/08" });
  await expect(row).toContainText("予定");
  await expect(page.getByLabel("不在の初日")).toHaveValue("");
  await expect(page.locator("main p.error")).toHaveCount(0);
  await accessible(page, javaScriptEnabled);
  await row.getByRole("button", { name: "取り消す" }).click();
  await expect(days.locator("tr").filter({ hasText: "2027/01/08" })).toHaveCount(0);

  await page.getByLabel("English").check();
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.locator(".flash")).toContainText("変更を保存しました");
  await expect(page.getByLabel("English")).toBeChecked();
  await page.getByLabel("日本語").check();
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByLabel("日本語")).toBeChecked();
});

test("who was told of what is read by officers and auditors only", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "担当者", "/reminders/sent");
  await expect(page.locator("main")).toContainText("権限がありません");
  await signIn(page, "監査", "/reminders/sent");
  await expect(page.locator("main h1")).toHaveText("送られた督促");
  await page.locator("main").getByRole("link", { name: "画面のみ" }).click();
  const rows = page.locator("main table tbody tr");
  await expect(rows.first()).toContainText("画面のみ");
  await accessible(page, javaScriptEnabled);
  await rows.first().locator("td a").first().click();
  await expect(page.locator("main h1")).toContainText("さんへのお知らせ");
  await expect(page.locator('section[aria-labelledby="lines-h"] tbody tr').first()).toBeVisible();
  await expect(page.getByRole("button", { name: "もう一度送る" })).toHaveCount(0);
});

test("the pages are sound in both languages and fit wide and narrow screens", async ({ page, context, javaScriptEnabled }) => {
  await signIn(page, "セキュリティ担当", "/reminders");
  const away = (await page.getByRole("link", { name: "不在・メールを設定" }).getAttribute("href")) ?? "";
  for (const lang of ["ja", "en"]) {
    await context.addCookies([{ name: "lang", value: lang, url: new URL("/", page.url()).href }]);
    for (const path of ["/reminders", away, "/reminders/sent"]) {
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(path);
        await expect(page.locator("html")).toHaveAttribute("lang", lang);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${path} at ${width}`).toBeLessThanOrEqual(width);
      }
      await accessible(page, javaScriptEnabled);
    }
  }
});

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "../support/city";

/** A contract of its own for each way of reading, so that neither meets the other's files. */
async function contract(page: Page, javaScriptEnabled: boolean): Promise<string> {
  await signIn(page, "調達担当", "/contracts?state=draft");
  const address = await page.locator("main table tbody a").nth(javaScriptEnabled ? 2 : 3).getAttribute("href");
  await page.goto(address ?? "");
  await page.locator(".tabs").getByRole("link", { name: "添付" }).click();
  await expect(page).toHaveURL(/\/attachments$/);
  return new URL(page.url()).pathname;
}

async function choose(page: Page, name: string, content: string): Promise<void> {
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });
}

async function accessible(page: Page): Promise<void> {
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]).analyze();
  expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
}

test("a file is attached, replaced, fetched, and withdrawn with a reason", async ({ page, javaScriptEnabled }) => {
  const at = await contract(page, javaScriptEnabled ?? true);
  await expect(page.locator(".empty")).toContainText("添付はまだありません");
  await expect(page.locator(".empty")).toContainText("返還・消去の証明");

  await choose(page, "体制図.html", "<!DOCTYPE html><p>体制図");
  if (javaScriptEnabled) await expect(page.getByText("選んだファイルの大きさ：1 KB")).toBeVisible();
  await page.locator('[name="kind"]').selectOption("pledge");
  await page.locator('[name="title"]').fill("体制図（四月）");
  await page.getByRole("button", { name: "添付する" }).click();
  await expect(page.locator(".error-summary")).toContainText("HTMLは添付できません");
  await expect(page.locator('[name="title"]')).toHaveValue("体制図（四月）");
  await expect(page.locator('[name="kind"]')).toHaveValue("pledge");

  await choose(page, "体制図.txt", "体制図 第1版");
  await page.getByRole("button", { name: "添付する" }).click();
  await expect(page).toHaveURL(new RegExp(`${at}\\?done=attached`));
  await expect(page.locator(".flash")).toContainText("ファイルを添付しました");
  const row = page.locator("tr").filter({ hasText: "体制図（四月）" });
  await expect(row).toContainText("誓約書・体制図");

  const [download] = await Promise.all([page.waitForEvent("download"), row.getByRole("link", { name: "体制図.txt" }).click()]);
  expect(download.suggestedFilename()).toBe("体制図.txt");

  await row.getByRole("link", { name: "体制図（四月）" }).click();
  await page.getByText("新しい版を添付").click();
  await choose(page, "体制図 五月.md", "# 体制図 第2版");
  await page.getByRole("button", { name: "新しい版として添付" }).click();
  await expect(page.locator(".flash")).toContainText("ファイルを添付しました");
  await expect(page.locator("#versions-h").locator("..")).toContainText("2版");
  await expect(page.locator("main tbody tr").first()).toContainText("体制図 五月.md");
  await expect(page.locator("main tbody tr").last()).toContainText("体制図.txt");

  await page.getByText("題名と種類を直す").click();
  await page.locator('[name="form[title]"]').fill("体制図");
  await page.locator('[name="form[kind]"]').selectOption("report");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.locator("main h1")).toContainText(/^体制図$/);
  await expect(page.locator(".page-head")).toContainText("報告書");

  const withdrawal = page.locator("details").filter({ has: page.locator('[name="withdrawal[reason]"]') });
  await withdrawal.locator("summary").click();
  await withdrawal.getByRole("button", { name: "取り下げる" }).click();
  await expect(page.locator(".error-summary")).toContainText("取り下げる理由");
  await page.locator('[name="withdrawal[reason]"]').fill("別の契約のもの");
  await withdrawal.getByRole("button", { name: "取り下げる" }).click();
  await expect(page.locator(".flash")).toContainText("添付を取り下げました");
  await expect(page.locator(".callout")).toContainText("別の契約のもの");
  await expect(page.locator('input[type="file"]')).toHaveCount(0);

  await signIn(page, "監査", at);
  const gone = page.locator("tr").filter({ hasText: "取下げ" });
  await expect(gone).toContainText("体制図 五月.md");
  await expect(page.locator("form[enctype]")).toHaveCount(0);
  await page.goto(at.replace("/attachments", "/history"));
  await expect(page.locator(".audit")).toContainText("ダウンロード");
  await expect(page.locator(".audit")).toContainText("（添付：体制図");
});

test("the files of the demo city are read on the tab, and records without any say what belongs there", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "セキュリティ担当", "/board?lane=coming");
  const check = await page.locator("main table tbody tr:not(.group) a").first().getAttribute("href");
  await page.goto(check ?? "");
  await expect(page.locator("#attachments-h")).toBeVisible();
  await expect(page.locator("main")).toContainText("現地の写真");
  await page.getByText("ファイルを添付", { exact: true }).click();
  await expect(page.locator('[name="kind"]')).toHaveValue("evidence");
  if (!javaScriptEnabled) return;
  await accessible(page);
  await signIn(page, "調達担当", "/contractors");
  await page.goto((await page.locator("main table tbody a").first().getAttribute("href")) ?? "");
  await expect(page.locator("#attachments-h")).toBeVisible();
  await accessible(page);
});

test("the pages are complete in English, accessible, and fit a narrow screen", async ({ page, context, javaScriptEnabled }) => {
  const at = await contract(page, javaScriptEnabled ?? true);
  await choose(page, "pledge of the people who work on it, with a name that goes on and on and on.txt", "pledge");
  if (await page.locator("details:not([open]) > form[enctype]").count()) await page.getByText("ファイルを添付", { exact: true }).click();
  await page.locator('[name="kind"]').selectOption("pledge");
  await page.getByRole("button", { name: "添付する" }).click();
  await expect(page.locator(".flash")).toBeVisible();
  await context.addCookies([{ name: "lang", value: "en", url: new URL("/", page.url()).href }]);
  await page.goto(at);
  const attachment = await page.locator("main tbody th a").first().getAttribute("href");
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const path of [at, attachment ?? ""]) {
      await page.goto(path);
      await expect(page.locator("html")).toHaveAttribute("lang", "en");
      await expect(page.locator("h2").filter({ hasText: /Attachments|Versions/ }).first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      if (javaScriptEnabled) await accessible(page);
    }
  }
});

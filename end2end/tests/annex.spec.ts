import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "../support/city";

/** The annex of a contract that still lacks clauses. */
async function open(page: Page, query = ""): Promise<string> {
  await signIn(page, "調達担当", "/contracts?gaps=true&state=active");
  const contract = await page.locator("main table tbody a").first().getAttribute("href");
  const response = await page.goto(`${contract}/annex${query}`);
  expect(response?.status()).toBe(200);
  return contract ?? "";
}

test("the annex is reached from the clauses and reads as the paper it will be", async ({ page, javaScriptEnabled }) => {
  const contract = await open(page);
  await page.goto(`${contract}/clauses`);
  await page.getByRole("link", { name: "特記仕様書を作る" }).click();
  await expect(page).toHaveURL(/\/annex$/);
  const paper = page.locator(".paper");
  await expect(paper.getByRole("heading", { level: 2 })).toHaveText("情報セキュリティ特記仕様書");
  const titles = await paper.locator(".article").allTextContents();
  expect(titles.length).toBeGreaterThan(10);
  titles.forEach((title, index) => expect(title).toContain(`第${index + 1}条（`));
  await expect(paper).toContainText("契約条項カタログ第1版");
  for (const open of ["【", "第○条"]) await expect(paper).not.toContainText(open);
  await expect(page.locator(".notes")).toContainText("この欄は用紙には載りません");
  if (javaScriptEnabled) {
    const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]).analyze();
    expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
  }
});

test("only what the contract lacks is chosen by a plain link", async ({ page }) => {
  await open(page);
  const all = await page.locator(".paper .article").count();
  await page.getByRole("link", { name: "契約書にない条項だけ" }).click();
  await expect(page).toHaveURL(/which=missing/);
  await expect(page.getByRole("link", { name: "契約書にない条項だけ" })).toHaveAttribute("aria-current", "true");
  await expect.poll(() => page.locator(".paper .article").count()).toBeLessThan(all);
  await expect(page.locator(".notes")).toContainText("契約書にあるため載せていない条項");
});

test("the Word and Markdown files are kept by plain links", async ({ page }) => {
  await open(page, "?which=missing");
  for (const [name, ending] of [["Word で保存", ".docx"], ["Markdown で保存", ".md"]] as const) {
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toMatch(/^特記仕様書_.+/);
    expect(download.suggestedFilename().endsWith(ending)).toBe(true);
  }
});

test("the paper alone is printed", async ({ page }) => {
  await open(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".paper")).toBeVisible();
  for (const part of [".sidebar", ".topbar", ".page-head", ".tabs", ".notes", ".paper-bar"]) await expect(page.locator(part).first()).toBeHidden();
});

test("nothing runs over its edge on a narrow screen", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  for (const part of [".paper", ".notes", ".paper-bar"]) {
    const box = await page.locator(part).first().boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  }
});

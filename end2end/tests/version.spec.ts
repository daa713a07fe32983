import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { DEMO } from "../support/places";
import { awake, expect, signIn, test } from "../support/city";

async function accessible(page: Page, scripting: boolean | undefined): Promise<void> {
  if (!scripting) return;
  await awake(page);
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]).analyze();
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
}

/** A contract in force of which no version is under way; answers the address of its versions. */
async function settled(page: Page, from: number): Promise<string> {
  await page.goto("/contracts?state=active&sort=number&desc=true");
  const links = await page.locator("main table tbody tr th a, main table tbody tr td a").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
  const contracts = [...new Set(links.filter((href) => /^\/contracts\/[0-9a-z]+$/.test(href)))].slice(from);
  for (const contract of contracts) {
    await page.goto(`${contract}/versions`);
    if ((await page.getByRole("link", { name: "変更契約を起案" }).count()) > 0) return `${contract}/versions`;
  }
  throw new Error("every contract has a version under way");
}

test("an amendment goes from the draft through the list to its effect", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "課室長", "/contracts");
  const at = await settled(page, javaScriptEnabled ? 0 : 4);
  await accessible(page, javaScriptEnabled);
  await page.getByRole("link", { name: "変更契約を起案" }).click();
  await page.waitForURL(/\/versions\/new/);
  await accessible(page, javaScriptEnabled);
  const field = (name: string) => page.locator(`[name="form[${name}]"]`);
  // Nothing changed yet: what is missing is told at its field.
  await page.getByRole("button", { name: "下書きを保存" }).click();
  await expect(page.locator(".error-summary")).toContainText("必ず入力してください");
  await field("effective_from").fill("R8.11.24");
  await field("reason").fill("受託者の事業所の移転");
  await field("terms][workplace").fill("県内の新しい事業所");
  if (javaScriptEnabled) await expect(page.locator('section[aria-labelledby="differs-h"]')).toContainText("県内の新しい事業所");
  await page.getByRole("button", { name: "下書きを保存" }).click();
  await page.waitForURL(/\/versions\/[0-9a-z]{20,}(\?|$)/);
  await expect(page.locator('section[aria-labelledby="changes-h"]')).toContainText("県内の新しい事業所");
  const version = new URL(page.url()).pathname;
  await accessible(page, javaScriptEnabled);
  await page.getByRole("button", { name: "審査に出す" }).click();
  await expect(page.locator(".flash")).toContainText("提出しました");
  await expect(page.getByRole("button", { name: "同意して発効させる" })).toHaveCount(0);

  await signIn(page, "調達担当", version);
  await page.getByRole("button", { name: "差し戻す" }).click();
  await expect(page.locator(".error-summary")).toContainText("理由を入力してください");
  await page.getByRole("button", { name: "同意して発効させる" }).click();
  await expect(page.locator(".error-summary")).toContainText("確かめた記録がありません");
  await page.goto(version);
  await accessible(page, javaScriptEnabled);
  const boxes = page.locator('input[type="checkbox"][name^="review"]');
  expect(await boxes.count()).toBeGreaterThan(0);
  for (const box of await boxes.all()) await box.check();
  await page.getByRole("button", { name: "確かめたことを記録" }).click();
  await expect(page.locator(".flash")).toContainText("確かめたことを記録しました");
  await expect(page.locator("main")).toContainText(/確認$|確認/);
  const blocked = await page.locator('.callout[data-tone="danger"]').count();
  if (blocked === 0) {
    await page.getByRole("button", { name: "同意して発効させる" }).click();
    await expect(page.locator(".flash")).toContainText("同意しました");
    await page.goto(at.replace("/versions", ""));
    await expect(page.locator('section[aria-labelledby="facts-h"]')).toContainText("県内の新しい事業所");
    await page.goto(at);
    await expect(page.locator(".timeline li").first()).toContainText("現行");
  } else {
    await page.locator('[name="remark"]').fill("条項が足りません");
    await page.getByRole("button", { name: "差し戻す" }).click();
    await expect(page.locator(".flash")).toContainText("差し戻しました");
  }
});

test("a renewal across the day of the rules asks how it counts", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "調達担当", "/contracts");
  const at = await settled(page, javaScriptEnabled ? 8 : 12);
  await page.goto(`${at}/new?kind=renewal`);
  const field = (name: string) => page.locator(`[name="form[${name}]"]`);
  await expect(page.locator('[name="form[kind]"][value="renewal"]')).toBeChecked();
  await field("effective_from").fill("2027-07-01");
  await field("terms][end").fill("2040-03-31");
  await field("reason").fill("業務の継続");
  await page.getByRole("button", { name: "下書きを保存" }).click();
  const start = await field("terms][start").inputValue();
  if (start < "2027-07-01") {
    await expect(page.locator(".error-summary")).toContainText("義務として扱うか、努力義務として扱うか");
    await page.locator('[name="form[regime]"][value="mandatory"]').check();
    await field("regime_reason").fill("全庁の方針による");
    await page.getByRole("button", { name: "下書きを保存" }).click();
  }
  await page.waitForURL(/\/versions\/[0-9a-z]{20,}(\?|$)/);
  await expect(page.locator('section[aria-labelledby="version-h"]')).toContainText("全庁の方針による");
  await page.locator('[name="remark"]').fill("試しの起案");
  await page.getByRole("button", { name: "取り下げる" }).click();
  await expect(page.locator(".flash")).toContainText("取り下げました");
});

test("a contract under review shows what is left, and a slip of one in force is corrected", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "調達担当", "/contracts?state=under_review");
  const contract = await page.locator("main table tbody a").first().getAttribute("href");
  await page.goto(`${contract}/review`);
  await expect(page.locator("main")).toContainText("人が確かめること");
  await accessible(page, javaScriptEnabled);
  await page.goto("/contracts?state=active");
  const active = await page.locator("main table tbody a").first().getAttribute("href");
  await page.goto(`${active}/edit`);
  await expect(page.locator(".callout")).toContainText("履行中の契約の訂正");
  await expect(page.locator('input[type="text"][name="form[end]"]')).toHaveCount(0);
  await accessible(page, javaScriptEnabled);
});

test("versions and review read in English", async ({ page, context, javaScriptEnabled }) => {
  await signIn(page, "監査", "/contracts");
  await context.addCookies([{ name: "lang", value: "en", url: DEMO }]);
  await page.goto("/contracts?state=active");
  const active = await page.locator("main table tbody a").first().getAttribute("href");
  await page.goto(`${active}/versions`);
  await expect(page.locator("#versions-h")).toHaveText("Versions of this contract");
  await accessible(page, javaScriptEnabled);
  await page.locator(".timeline a").first().click();
  await page.waitForURL(/\/versions\//);
  await expect(page.locator("#changes-h")).toHaveText("What changes");
  await accessible(page, javaScriptEnabled);
  await page.goto("/contracts?state=under_review");
  await page.goto(`${await page.locator("main table tbody a").first().getAttribute("href")}/review`);
  await expect(page.locator("#ticks-h")).toHaveText("For a person to see");
  await accessible(page, javaScriptEnabled);
});

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "../support/city";

/** A contract in force of the department head's own, so that the department can answer. */
async function contractOfTheHead(page: Page): Promise<string> {
  await signIn(page, "課室長", "/contracts?state=active");
  return (await page.locator("main table tbody th a").first().getAttribute("href")) ?? "";
}

/** Records a finding as the security officer, from the page of the contract. */
async function record(page: Page, contract: string, fact: string, severity: string): Promise<string> {
  await signIn(page, "セキュリティ担当", contract);
  await page.locator(".page-head").getByRole("link", { name: "指摘事項を記録" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("指摘事項を記録する");
  await page.locator('[name="form[fact]"]').fill(fact);
  await page.locator(`[name="form[severity]"][value="${severity}"]`).check();
  await page.getByRole("button", { name: "記録する" }).click();
  await page.waitForURL(/\/findings\/[0-9a-z]{20,}(\?|$)/);
  return new URL(page.url()).pathname;
}

async function ask(page: Page, step: string, asked: string): Promise<void> {
  await page.locator(`[name="measure[step]"][value="${step}"]`).check();
  await page.locator('[name="measure[asked]"]').fill(asked);
  await page.locator('[name="measure[due]"]').fill("R8.12.21");
  await page.getByRole("button", { name: "措置を求める" }).click();
  await expect(page.locator(".flash").first()).toContainText("措置を求めました");
}

test("from the finding over the notice and the answer to what was seen", async ({ page, javaScriptEnabled }) => {
  const fact = `名簿に載っていない従事者がいた${javaScriptEnabled ? "" : "（素）"}`;
  const contract = await contractOfTheHead(page);
  const finding = await record(page, contract, fact, "minor");
  await expect(page.locator("main")).toContainText("まだ措置を求めていません");
  await ask(page, "improvement", "従事者全員の名簿を出すこと");
  await expect(page.locator(".timeline")).toContainText("従事者全員の名簿を出すこと");

  await page.locator(".timeline").getByRole("link", { name: /通知文/ }).click();
  await expect(page.locator("article.paper")).toContainText("情報セキュリティに関する改善要求書");
  await expect(page.locator("article.paper")).toContainText("令和8年12月21日");
  const word = await page.request.get((await page.getByRole("link", { name: "Word で保存" }).getAttribute("href")) ?? "");
  expect(word.headers()["content-type"]).toContain("wordprocessingml");

  await signIn(page, "課室長", finding);
  await page.locator('[name="report[text]"]').fill("名簿を受け取った");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.locator(".callout").filter({ hasText: "セキュリティ担当の確認を待っています" })).toBeVisible();

  await signIn(page, "セキュリティ担当", "/findings?lane=reported");
  await page.locator("main table tbody tr").filter({ hasText: fact }).first().locator("th a").click();
  await page.getByRole("button", { name: "効果があった" }).click();
  await expect(page.locator(".error-summary")).toContainText("必ず入力");
  await page.locator('[name="confirmation[remark]"]').fill("名簿と従事者を照らし合わせた");
  await page.getByRole("button", { name: "効果があった" }).click();
  await expect(page.locator(".flash").first()).toContainText("記録しました");
  await expect(page.locator(".page-head")).toContainText("完了");
  await page.goto("/findings?lane=closed");
  await expect(page.locator("main table tbody tr").filter({ hasText: fact }).first()).toBeVisible();
});

test("what touches the contract goes out only when the CISO has approved it", async ({ page }) => {
  const contract = await contractOfTheHead(page);
  const finding = await record(page, contract, "承諾のない再委託先で個人情報を扱っていた", "major");
  await ask(page, "ciso", "判断を仰ぐ");
  await page.locator('[name="report[text]"]').fill("契約内容を見直すこと");
  await page.getByRole("button", { name: "保存" }).click();
  await page.locator('[name="confirmation[remark]"]').fill("改まっていない");
  await page.getByRole("button", { name: "効果がなかった" }).click();
  await expect(page.locator(".page-head")).toContainText("効果なし");
  await ask(page, "review", "再委託の条項を改める");
  await expect(page.locator(".callout").filter({ hasText: "承認を待っています" })).toBeVisible();
  await expect(page.getByRole("button", { name: "承認する" })).toHaveCount(0);
  await expect(page.locator(".timeline").getByRole("link", { name: /契約内容の見直しの通知文/ })).toHaveCount(0);

  await signIn(page, "統括情報セキュリティ責任者", "/");
  await expect(page.locator(".todo").getByText("措置を承認する").first()).toBeVisible();
  await page.goto(finding);
  await page.getByRole("button", { name: "承認しない" }).click();
  await expect(page.locator(".error-summary")).toContainText("承認しない理由");
  await page.getByRole("button", { name: "承認する" }).click();
  await expect(page.locator(".flash").first()).toContainText("記録しました");
  await expect(page.locator(".timeline").getByRole("link", { name: /通知文/ })).toHaveCount(2);
});

/** A check that was handed in, with an answer that is not in order and of which nothing was recorded yet. */
async function unrecorded(page: Page): Promise<string> {
  const done = (await (await page.request.get("/api/v1/verifications?lane=done&limit=200")).json()) as { items: { id: string }[] };
  for (const { id } of done.items) {
    const view = (await (await page.request.get(`/api/v1/verifications/${id}`)).json()) as {
      verification: { checklist: { clause: string; answer?: string }[] };
      findings: { clause: string }[];
    };
    const known = view.findings.map((finding) => finding.clause);
    const open = view.verification.checklist.some((item) => /deviates|unverified/.test(item.answer ?? "") && !known.includes(item.clause));
    if (open) return `/verifications/${id}`;
  }
  throw new Error("everything that checks found is recorded");
}

test("what a check found becomes a finding with what was written there", async ({ page }) => {
  await signIn(page, "セキュリティ担当", "/");
  const check = await unrecorded(page);
  await page.goto(check);
  const make = page.getByRole("link", { name: /^指摘事項にする/ });
  const clause = page.locator("li.clause").filter({ has: make }).first();
  const remark = await clause.locator("p.quote").first().innerText();
  const id = await clause.getAttribute("id");
  await make.first().click();
  await expect(page.locator('[name="form[fact]"]')).toHaveValue(remark);
  await page.locator('[name="form[severity]"][value="observation"]').check();
  await page.getByRole("button", { name: "記録する" }).click();
  await expect(page.getByRole("link", { name: "点検を見る" })).toHaveAttribute("href", check);
  await page.locator("details.panel summary").click();
  await page.locator('[name="closing[reason]"]').fill("次回の点検で見る");
  await page.getByRole("button", { name: "措置によらず終える" }).click();
  await expect(page.locator(".callout").filter({ hasText: "次回の点検で見る" })).toBeVisible();
  await page.getByRole("link", { name: "点検を見る" }).click();
  await expect(page.locator(`#${id}`).getByRole("link", { name: "指摘事項", exact: true })).toBeVisible();
});

test("an incident opens a check of every contract with the contractor", async ({ page, javaScriptEnabled }) => {
  const title = `封筒の入れ違い${javaScriptEnabled ? "" : "（素）"}`;
  await contractOfTheHead(page);
  await page.locator("main table tbody th a").first().click();
  const contractor = (await page.locator(".page-head a.link").first().getAttribute("href")) ?? "";
  await signIn(page, "セキュリティ担当", contractor);
  await page.getByRole("link", { name: "事故を記録" }).click();
  await page.locator('[name="form[title]"]').fill(title);
  await page.locator('[name="form[kind]"]').selectOption({ label: "誤送信・誤交付" });
  await page.locator('[name="form[personal]"]').check();
  await page.getByRole("button", { name: "記録して点検を開く" }).click();
  await page.waitForURL(/\/incidents\/[0-9a-z]{20,}(\?|$)/);
  await expect(page.locator(".callout").filter({ hasText: "個人情報保護委員会への報告" })).toBeVisible();
  const checks = page.locator("main table tbody tr");
  expect(await checks.count()).toBeGreaterThan(0);
  await checks.first().locator("th a").click();
  await expect(page.locator(".callout").filter({ hasText: `事故報告「${title}」のための点検` })).toBeVisible();
  await page.getByRole("link", { name: "事故報告を見る" }).click();
  await page.locator('[name="closing[reason]"]').fill("すべて回収した");
  await page.getByRole("button", { name: "対応を完了する" }).click();
  await expect(page.locator("main")).toContainText("すべて回収した");
  await page.goto("/incidents?lane=closed");
  await expect(page.locator("main table tbody tr").filter({ hasText: title }).first()).toBeVisible();
});

test("the pages are sound in both languages and fit a narrow screen", async ({ page, context, javaScriptEnabled }) => {
  const contract = await contractOfTheHead(page);
  await signIn(page, "セキュリティ担当", "/findings?lane=overdue");
  const late = (await page.locator("main table tbody th a").first().getAttribute("href")) ?? "";
  await page.goto("/incidents");
  const incident = (await page.locator("main table tbody th a").first().getAttribute("href")) ?? "";
  const paths = ["/findings", "/findings?lane=all", late, `${late}/notices/1`, `${contract}/findings/new`, "/incidents", incident, "/incidents/new"];
  for (const lang of ["ja", "en"]) {
    await context.addCookies([{ name: "lang", value: lang, url: new URL("/", page.url()).href }]);
    for (const path of paths) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(path);
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await expect(page).toHaveTitle(/./);
      if (javaScriptEnabled) {
        const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]).analyze();
        expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
      }
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
  }
});

import AxeBuilder from "@axe-core/playwright";
import { expect, signIn, test, type Role } from "../support/city";

/** What each role reads; the pages must say something, with and without scripting. */
const PAGES: [Role, string, RegExp][] = [
  ["セキュリティ担当", "/", /今日|点検/],
  ["セキュリティ担当", "/board", /営業日超過/],
  ["セキュリティ担当", "/board?lane=coming", /2026/],
  ["セキュリティ担当", "/board?sort=department", /営業日超過/],
  ["セキュリティ担当", "/board/year", /月/],
  ["調達担当", "/contracts", /R0\d-\d{4}/],
  ["調達担当", "/contracts?q=住民", /住民/],
  ["調達担当", "/contracts/new", /契約/],
  ["課室長", "/subcontracts", /承認済み|再委託はありません/],
  ["監査", "/subcontracts?lane=findings", /承認のない着手/],
  ["調達担当", "/contractors", /株式会社/],
  ["調達担当", "/contractors/new", /法人番号/],
  ["調達担当", "/imports", /CSV/],
  ["監査", "/audit", /登録|変更|取込/],
  ["監査", "/clauses", /K13/],
  ["監査", "/policy", /営業日|閉庁|祝日/],
  ["課室長", "/departments", /市民課/],
  ["システム管理者", "/people", /システム管理者/],
  ["システム管理者", "/people/new", /職員番号/],
];

for (const [role, path, words] of PAGES) {
  test(`${role} reads ${path}`, async ({ page, javaScriptEnabled }) => {
    await signIn(page, role, path);
    await expect(page.locator("main h1").first()).toBeVisible();
    await expect(page.locator("main")).toContainText(words);
    if (javaScriptEnabled) {
      const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]).analyze();
      expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
    }
  });
}

test("a record's pages read whole", async ({ page }) => {
  await signIn(page, "調達担当", "/contracts?state=active");
  const href = await page.locator("main table tbody a").first().getAttribute("href");
  for (const tab of ["", "/clauses", "/annex", "/subcontracts", "/plan"]) {
    const response = await page.goto(`${href}${tab}`);
    expect(response?.status()).toBe(200);
    await expect(page.locator("main h1").first()).toBeVisible();
  }
});

test("what there is not answers 404, in words", async ({ page }) => {
  await signIn(page, "調達担当");
  for (const path of ["/contracts/01nothing", "/nowhere"]) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await expect(page.locator("body")).toContainText("見つかりません");
  }
});

test("the language is switched for good", async ({ page }) => {
  await page.goto("/signin");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

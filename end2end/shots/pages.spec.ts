import type { Page } from "@playwright/test";
import { signIn, test, type Role } from "../support/city";

const PAGES: [string, Role, string][] = [
  ["start", "セキュリティ担当", "/"],
  ["board", "セキュリティ担当", "/board"],
  ["year", "セキュリティ担当", "/board/year"],
  ["contracts", "調達担当", "/contracts"],
  ["contract-new", "調達担当", "/contracts/new"],
  ["contractors", "調達担当", "/contractors"],
  ["imports", "調達担当", "/imports"],
  ["register", "監査", "/register"],
  ["register-past", "監査", "/register/contracts?day=2026-03-31"],
  ["register-before", "監査", "/register/subcontracts?day=2001-01-01"],
  ["clauses", "監査", "/clauses"],
  ["policy", "セキュリティ担当", "/policy"],
  ["audit", "監査", "/audit"],
];

/** Pages of a record, found through the list that leads to it. */
const RECORDS: [string, Role, string, string][] = [
  ["contract", "調達担当", "/contracts?gaps=true&state=active", ""],
  ["contract-clauses", "調達担当", "/contracts?gaps=true&state=active", "/clauses"],
  ["contract-review", "調達担当", "/contracts?state=under_review", "/review"],
  ["contract-versions", "調達担当", "/contracts?state=active", "/versions"],
  ["contract-plan", "セキュリティ担当", "/contracts?state=active", "/plan"],
  ["verification", "セキュリティ担当", "/board?lane=submitted", ""],
  ["verification-report", "課室長", "/board", "/report"],
];

const README = ["start", "board", "contract-clauses"];

for (const [name, role, path] of PAGES) {
  test(name, async ({ page }) => {
    await look(page, name, role, async () => path);
  });
}

for (const [name, role, list, tab] of RECORDS) {
  test(name, async ({ page }) => {
    await look(page, name, role, async () => {
      await signIn(page, role, list);
      return `${await page.locator("main table tbody tr:not(.group) a").first().getAttribute("href")}${tab}`;
    });
  });
}

/** Wide and narrow, light and dark, Japanese and English. */
async function look(page: Page, name: string, role: Role, find: () => Promise<string>): Promise<void> {
  const url = test.info().project.use.baseURL ?? "";
  for (const [width, theme, lang] of [
    [1440, "light", "ja"],
    [1440, "dark", "en"],
    [390, "light", "ja"],
  ] as const) {
    await page.setViewportSize({ width, height: 1000 });
    await page.context().clearCookies();
    await page.context().addCookies([
      { name: "lang", value: "ja", url },
      { name: "theme", value: theme, url },
    ]);
    await signIn(page, role, await find());
    if (lang === "en") {
      await page.context().addCookies([{ name: "lang", value: "en", url }]);
      await page.reload();
    }
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: `../target/shots/${name}-${width}-${theme}-${lang}.png` });
    if (README.includes(name) && width === 1440 && lang === "ja") await page.screenshot({ path: `../docs/pictures/${name}.png` });
  }
}

import { signIn, test, type Role } from "../support/city";

const PAGES: [string, Role, string][] = [
  ["start", "セキュリティ担当", "/"],
  ["board", "セキュリティ担当", "/board"],
  ["year", "セキュリティ担当", "/board/year"],
  ["contracts", "調達担当", "/contracts"],
  ["contract-new", "調達担当", "/contracts/new"],
  ["contractors", "調達担当", "/contractors"],
  ["imports", "調達担当", "/imports"],
  ["clauses", "監査", "/clauses"],
  ["policy", "セキュリティ担当", "/policy"],
  ["audit", "監査", "/audit"],
];

const README = ["start", "board", "contracts"];

for (const [name, role, path] of PAGES) {
  test(name, async ({ page, context }) => {
    for (const [width, theme, lang] of [
      [1440, "light", "ja"],
      [1440, "dark", "en"],
      [390, "light", "ja"],
    ] as const) {
      await page.setViewportSize({ width, height: 1000 });
      await context.clearCookies();
      await context.addCookies([
        { name: "lang", value: "ja", url: test.info().project.use.baseURL! },
        { name: "theme", value: theme, url: test.info().project.use.baseURL! },
      ]);
      await signIn(page, role, path);
      if (lang === "en") {
        await context.addCookies([{ name: "lang", value: "en", url: test.info().project.use.baseURL! }]);
        await page.reload();
      }
      await page.waitForLoadState("networkidle");
      await page.screenshot({ path: `../target/shots/${name}-${width}-${theme}-${lang}.png` });
      if (README.includes(name) && width === 1440 && lang === "ja") await page.screenshot({ path: `../docs/pictures/${name}.png` });
    }
  });
}

import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Nothing axe finds against WCAG 2.1 AA. It runs in the page: without scripting there is nothing to ask. */
export async function accessible(page: Page, scripting: boolean | undefined): Promise<void> {
  if (!scripting) return;
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]).analyze();
  expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
}

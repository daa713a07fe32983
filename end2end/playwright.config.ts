import { defineConfig } from "@playwright/test";
import { launchOptions, server } from "./support/browser";
import { DEMO, EMPTY } from "./support/places";

export default defineConfig({
  testDir: "tests",
  workers: 1,
  // The tests of the other levels may run beside, on two cores.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: !!process.env.CI,
  reporter: [["list"], ["json", { outputFile: "test-results/results.json" }]],
  use: { baseURL: DEMO, launchOptions, locale: "ja-JP", timezoneId: "Asia/Tokyo", trace: "off", actionTimeout: 30_000, navigationTimeout: 40_000 },
  webServer: [server(DEMO, "--demo", "--outward"), server(EMPTY)],
  projects: [
    { name: "hydrated", testIgnore: /plain\.spec/ },
    { name: "without scripting", testMatch: /(annex|attachment|catalogue|certificate|declaration|exception|finding|plain|plan|reading|reference|register|reminder|selection|subcontract|version)\.spec/, use: { javaScriptEnabled: false } },
  ],
});

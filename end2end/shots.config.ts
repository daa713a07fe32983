import { defineConfig } from "@playwright/test";
import { launchOptions, server } from "./support/browser";
import { DEMO } from "./support/places";

/** Takes the pictures of the pages: `make shots`. They are written to target/shots; the three of the README to docs/pictures. */
export default defineConfig({
  testDir: "shots",
  workers: 1,
  timeout: 120_000,
  use: { baseURL: DEMO, launchOptions, locale: "ja-JP", timezoneId: "Asia/Tokyo" },
  webServer: server(DEMO, "--demo"),
});

import type { PlaywrightTestConfig } from "@playwright/test";

/** The city's today in every picture and journey: a Tuesday in the autumn of fiscal 2026. */
export const TODAY = "2026-11-24";

/** Debian's Chromium, which asks nothing of the network. */
export const launchOptions = {
  executablePath: "/usr/bin/chromium",
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** Serves a fresh demo city from a database in memory. */
export function server(port: number): NonNullable<PlaywrightTestConfig["webServer"]> {
  const target = process.env.CARGO_TARGET_DIR ?? "../target";
  return {
    command: `${target}/debug/itakumori serve --demo --bind 127.0.0.1:${port} --database-url mem:// --site-dir ${target}/site --log-filter warn`,
    env: { ITAKUMORI_TODAY: TODAY },
    url: `http://127.0.0.1:${port}/readyz`,
    timeout: 300_000,
    reuseExistingServer: false,
  };
}

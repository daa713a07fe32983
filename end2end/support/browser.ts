import { PROGRAM, SITE } from "./places";

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

/** Serves from a database in memory: a fresh demo city, or an empty register. */
export function server(address: string, ...more: string[]): { command: string; env: Record<string, string>; url: string; timeout: number } {
  const bind = new URL(address).host;
  return {
    command: [PROGRAM, "serve", ...more, "--bind", bind, "--database-url", "mem://", "--site-dir", SITE, "--log-filter", "warn"].join(" "),
    env: { ITAKUMORI_TODAY: TODAY },
    url: `${address}/readyz`,
    timeout: 300_000,
  };
}

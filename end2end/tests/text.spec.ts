import { expect, signIn, test } from "../support/city";

const CONTRACT = `業務委託契約書

（秘密の保持）
第１条　受託者は、この契約の履行に関して知り得た秘密を他に漏らしてはならない。この契約が終了した後も、同様とする。

（再委託の制限）
第２条　受託者は、業務の全部又は一部を第三者に委託してはならない。ただし、あらかじめ書面により市の承諾を得た場合は、この限りでない。

（事故の報告）
第３条　受託者は、情報の漏えい、滅失その他の事故が生じたときは、直ちに市に報告し、その指示に従わなければならない。
`;

test("a contract's text is read, and a passage is recorded by one press", async ({ page }) => {
  await signIn(page, "調達担当", "/contracts?state=draft");
  const contract = await page.locator("main table tbody a").last().getAttribute("href");
  await page.goto(`${contract}/clauses`);
  await expect(page.locator(".proposal")).toHaveCount(0);
  const begin = page.getByText("契約書のファイルを読み取って、当たる箇所を探す");
  await begin.click();
  const shot = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
  await page.locator('input[type="file"]').setInputFiles({ name: "契約書.png", mimeType: "image/png", buffer: shot });
  await page.getByRole("button", { name: "読み取る" }).click();
  await expect(page.locator(".error-summary")).toContainText("画像は読めません");

  await page.locator('input[type="file"]').setInputFiles({ name: "契約書.txt", mimeType: "text/plain", buffer: Buffer.from(CONTRACT) });
  await page.getByRole("button", { name: "読み取る" }).click();
  await expect(page.locator(".flash")).toContainText("契約書を読み取りました");
  await expect(page.locator("#text-h")).toBeVisible();
  const proposed = page.locator(".proposal:has(button)");
  const before = await proposed.count();
  expect(before).toBeGreaterThan(0);
  await expect(proposed.first()).toContainText(/第[1-3]条/);
  const clause = await page.locator(".clause:has(.proposal button)").first().getAttribute("id");
  await proposed.first().getByRole("button", { name: "この箇所で充足とする" }).click();
  await expect(page.locator(".flash")).toContainText("条項の充足を記録しました");
  await expect(page.locator(`#${clause}`)).toHaveAttribute("data-state", "present");
  await expect(proposed).toHaveCount(before - 1);

  await page.getByText("読み取った文書：契約書.txt").click();
  await page.getByRole("button", { name: "本文を取り除く" }).click();
  await expect(page.locator(".flash")).toContainText("本文を取り除きました");
  await expect(page.locator(".proposal")).toHaveCount(0);
  await expect(page.locator(`#${clause}`)).toHaveAttribute("data-state", "present");
});

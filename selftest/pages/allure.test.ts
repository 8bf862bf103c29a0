/** Allure's report in a real browser: it shows the checks, asks nothing of a network, and runs nothing a server said. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateAllureReport } from '../../helpers/report/allure/generate.ts';
import { writeAllureResults } from '../../helpers/report/allure/results.ts';
import { example, nightBefore } from '../reports/example.ts';
import { browserPath, needsBrowser, openFile, startBrowser } from './browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'allure-page-'));
const results = join(folder, 'allure-results');
const report = join(folder, 'allure-report');
const history = join(folder, 'allure-history.jsonl');

describe.skipIf(browserPath === undefined)(`Allure's page in a browser${needsBrowser}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    for (const night of [nightBefore, example]) {
      writeAllureResults(night, results);
      await generateAllureReport({ results, report, title: 'staging', history, remember: true });
    }
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('no request, no error, no script of a server; what failed, why, and what changed', async () => {
    const { page, misdeeds } = await openFile(browser, join(report, 'index.html'));
    const count = page.getByText(String(example.checks.length), { exact: true }).first();
    await count.waitFor();
    const search = page.getByPlaceholder('Search tests');
    await search.fill('fewer');
    await page.getByText('fewer <b>items</b>').first().click();
    await page.getByText('SHOULD fail: the second answer differs').first().waitFor();
    const description = page.frameLocator('iframe[title="Description"]').locator('body');
    expect(await description.innerText()).toContain('A customer gets two mails.');
    expect((await page.locator('iframe[title="Description"]').boundingBox())?.height).toBeGreaterThan(100);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(misdeeds).toEqual([]);
    await page.context().close();
  });
});

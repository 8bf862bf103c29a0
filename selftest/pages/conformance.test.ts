/** `conformance.html` in a real browser. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { html } from '../../helpers/report/html/page.ts';
import type { RunReport } from '../../helpers/report/model.ts';
import { check, example, exchange, hostile, hostileText, nightBefore } from '../reports/example.ts';
import { browserPath, needsBrowser, openFile, startBrowser } from './browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'pages-'));
const failingPage = join(folder, 'failing.html');
const greenPage = join(folder, 'green.html');
const hugePage = join(folder, 'huge.html');

const green: RunReport = {
  ...example,
  run: { ...example.run, exitCode: 0, conclusion: 'The server keeps every gating promise that could be checked.' },
  checks: example.checks.filter(({ verdict }) => verdict !== 'fail'),
  notices: [],
  drift: [],
};

/** Everything broke, and every check holds a dozen exchanges. */
const huge: RunReport = {
  ...example,
  checks: Array.from({ length: 3000 }, (_, index) =>
    check({
      requirement: `family-${index % 20}.rule-${index}`,
      operation: `operation${index % 13}`,
      verdict: index % 3 === 0 ? 'inconclusive' : 'fail',
      reason: `reason ${index}`,
      exchanges: Array.from({ length: 12 }, () => exchange()),
    }),
  ),
};

const narrow = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

// What runs in the page is text here: these tests are compiled for Node.js, which has no document.
const openAll = "for (const details of document.querySelectorAll('details')) details.open = true";
const clipboard = 'navigator.clipboard.readText()';
const sideways = 'document.documentElement.scrollWidth - innerWidth';
const cut = "(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector('.curl pre'))";
/** What has the focus, and whether it shows; a hidden box shows it on the chip beside it. */
const focused = `(() => {
  const active = document.activeElement;
  if (active === null || active === document.body) return undefined;
  const shows = (one) => one !== null && getComputedStyle(one).outlineStyle !== 'none';
  const seen = shows(active) || shows(active.nextElementSibling);
  return (seen ? '' : 'unseen ') + active.tagName + ' ' + (active.getAttribute('name') ?? active.className);
})()`;
/** How long the page is busy when something is typed, in ms. */
const typing = (words: string) => `(() => {
  const box = document.querySelector('input[name=text]');
  box.value = '${words}';
  const start = performance.now();
  box.form.dispatchEvent(new Event('input'));
  return new Promise((done) => setTimeout(() => done(performance.now() - start - 60), 60));
})()`;

describe.skipIf(browserPath === undefined)(`the page in a browser${needsBrowser}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    writeFileSync(failingPage, html(example, { previous: nightBefore }));
    writeFileSync(greenPage, html(green));
    writeFileSync(hugePage, html(huge));
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = (path: string, options?: BrowserContextOptions) => openFile(browser, path, options);
  const shown = (page: Page) => page.locator('#list details.check').count();
  /** Filters wait for a pause in typing. */
  const settle = (page: Page, count: number) => expect.poll(() => shown(page), { timeout: 5000 }).toBe(count);

  test('asks nothing of a network, and its scripts make no error, with everything opened', async () => {
    for (const path of [failingPage, greenPage]) {
      const { page, misdeeds } = await open(path);
      await page.evaluate(openAll);
      await page.waitForTimeout(200);
      expect(misdeeds).toEqual([]);
      await page.context().close();
    }
  });

  test('says the verdict first, and each failure with expected, actual, consequence, source and curl line', async () => {
    const { page } = await open(failingPage);
    expect(await page.locator('h1').innerText()).toBe('The server broke 1 gating check of 5.');
    const failure = page.locator('article.failure').first();
    const text = await failure.innerText();
    const parts = ['Expected', 'Actual', 'A customer gets two mails.', 'invoices-resendinvoice', 'curl -i'];
    for (const part of parts) expect(text).toContain(part);
    expect(await failure.locator('a').first().getAttribute('href')).toMatch(/^https:\/\/docs\.abillify\.dev\//);
    await failure.locator('summary').click();
    expect(await failure.locator('article.exchange').count()).toBe(2);
    expect(await failure.innerText()).toContain('replay of the same key');
    await page.context().close();
  });

  test('shows what a server said as text: no script runs, no element comes of it, no direction is turned', async () => {
    const { page, misdeeds } = await open(failingPage);
    await page.evaluate(openAll);
    await page.waitForTimeout(200);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img, iframe, textarea, [onerror], main b > script').count()).toBe(0);
    const text = await page.locator('body').innerText();
    expect(text).toContain(hostile.script);
    expect(text).toContain(hostile.closing);
    expect(text).not.toMatch(/[\u202e\u200b]/);
    expect(misdeeds).toEqual([]);
    await page.context().close();
  });

  test('filters by words, verdict, level and operation, and says how many are left', async () => {
    const { page } = await open(failingPage);
    const all = example.checks.length;
    await settle(page, all);
    await page.getByRole('searchbox').fill('replay-same fail');
    await settle(page, 1);
    expect(await page.locator('#shown').innerText()).toBe(`1 of ${all} checks`);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await settle(page, all);
    await page.locator('input[name=verdict][value=fail]').check({ force: true });
    await settle(page, 2);
    await page.locator('input[name=level][value=SHOULD]').check({ force: true });
    await settle(page, 1);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.locator('select[name=operation]').selectOption('modifyDunning');
    await settle(page, 1);
    await page.getByRole('searchbox').fill('no such thing');
    await settle(page, 0);
    expect(await page.locator('#list').innerText()).toBe('No check fits these filters.');
    await page.context().close();
  });

  test('a cell of the matrix shows its checks, pressed again all of them', async () => {
    const { page } = await open(failingPage);
    const cell = page.getByRole('button', { name: 'idempotency, resendInvoice: 1 of 1 fail' });
    await cell.click();
    await settle(page, 1);
    expect(await cell.getAttribute('aria-pressed')).toBe('true');
    await cell.click();
    await settle(page, example.checks.length);
    await page.context().close();
  });

  test('the copy button copies the curl line, and another one all of them', async () => {
    const { page } = await open(failingPage, { permissions: ['clipboard-read', 'clipboard-write'] });
    const failure = page.locator('article.failure').first();
    await failure.getByRole('button', { name: 'Copy curl line' }).first().click();
    await expect.poll(() => failure.locator('button.copy').first().innerText()).toBe('Copied');
    const [first, second] = example.checks[0]?.exchanges ?? [];
    expect(await page.evaluate(clipboard)).toBe(second?.curl);
    await failure.locator('summary').click();
    await failure.getByRole('button', { name: 'Copy all 2 curl lines' }).click();
    await expect.poll(() => page.evaluate(clipboard)).toBe(`${first?.curl}\n${second?.curl}`);
    await page.context().close();
  });

  test('everything is reached by the keyboard, in the order in which it stands, and shows that it is', async () => {
    const { page } = await open(failingPage);
    const reached: string[] = [];
    for (let step = 0; step < 120; step += 1) {
      await page.keyboard.press('Tab');
      const where = await page.evaluate<string | undefined>(focused);
      if (where === undefined) break;
      reached.push(where);
    }
    expect(reached.filter((name) => name.startsWith('unseen'))).toEqual([]);
    expect(reached[0]).toBe('A skip');
    for (const part of ['BUTTON copy', 'SUMMARY ', 'INPUT text', 'SELECT family', 'INPUT verdict', 'INPUT level']) {
      expect(
        reached.some((name) => name.startsWith(part)),
        part,
      ).toBe(true);
    }
    await page.context().close();
  });

  test('a row opens by the keyboard, and an address names a check', async () => {
    const { page } = await open(failingPage);
    const name = 'dunning.level-taken @ modifyDunning';
    await page.goto(`file://${failingPage}#${encodeURIComponent(name)}`);
    await page.reload();
    const row = page.locator(`[id="${encodeURIComponent(name)}"]`);
    await expect.poll(() => row.getAttribute('open')).not.toBeNull();
    await row.locator('summary').press('Enter');
    expect(await row.getAttribute('open')).toBeNull();
    await page.context().close();
  });

  test('tells what changed since the last run', async () => {
    const { page } = await open(failingPage);
    const text = await page.locator('section:has(#comparison)').innerText();
    for (const part of ['New failures (1)', 'items.replaced-whole', 'Fixed (1)', 'Observations that changed (1)']) {
      expect(text).toContain(part);
    }
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing to object to, contrast included, in %s',
    async (colorScheme) => {
      const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
      for (const options of [{}, narrow]) {
        const { page } = await open(failingPage, { ...options, colorScheme, bypassCSP: true });
        await page.evaluate(openAll);
        await page.addScriptTag({ path: source });
        const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: code }) => code.slice(0, 120)).join(' ')}`),
        ).toEqual([]);
        await page.context().close();
      }
    },
  );

  test('a narrow screen is not scrolled sideways, with everything opened', async () => {
    for (const path of [failingPage, greenPage]) {
      const { page } = await open(path, narrow);
      await page.evaluate(openAll);
      await page.waitForTimeout(200);
      expect(await page.evaluate<number>(sideways)).toBeLessThanOrEqual(0);
      await page.context().close();
    }
  });

  test('on paper nothing is left of what only a screen needs, and nothing is cut', async () => {
    const { page } = await open(failingPage);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.locator('#filters').isVisible()).toBe(false);
    expect(await page.evaluate<number>(cut)).toBeLessThanOrEqual(1);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    await page.context().close();
  });

  test('without scripts the verdict, the failures and the tables are there', async () => {
    const { page } = await open(failingPage, { javaScriptEnabled: false });
    const text = await page.locator('body').innerText();
    for (const part of ['The server broke', 'A customer gets two mails.', 'Operations and statuses'])
      expect(text).toContain(part);
    await page.context().close();
  });

  test('thousands of failures with dozens of thousands of exchanges open and filter at once', async () => {
    const { page, misdeeds } = await open(hugePage);
    await settle(page, 2000);
    const spent = await page.evaluate<number>(typing('rule-17'));
    expect(spent).toBeLessThan(2000);
    await settle(page, huge.checks.filter(({ requirement }) => requirement.includes('rule-17')).length);
    expect(await page.locator('article.failure').count()).toBe(50);
    expect(misdeeds).toEqual([]);
    await page.context().close();
  });

  test('the text of a failure is no longer than a page can bear', async () => {
    const long = hostileText.repeat(2000);
    writeFileSync(
      hugePage,
      html({
        ...example,
        checks: [
          check({
            requirement: 'a.b',
            verdict: 'fail',
            reason: long,
            expected: long,
            actual: long,
            exchanges: [exchange({ problem: long })],
          }),
        ],
      }),
    );
    const { page, misdeeds } = await open(hugePage, narrow);
    expect((await page.locator('article.failure').innerText()).length).toBeLessThan(20_000);
    expect(await page.evaluate<number>(sideways)).toBeLessThanOrEqual(0);
    expect(misdeeds).toEqual([]);
    await page.context().close();
  });
});

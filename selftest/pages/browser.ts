/** A real browser for pages: Debian's Chromium, or whatever stands in its place. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const candidates = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where the browser is; `undefined` where there is none. */
export const browserPath = candidates.find((path) => path !== undefined && existsSync(path));

/** What stands beside the name of a test that is skipped for want of a browser. */
export const needsBrowser = browserPath === undefined ? ' (skipped: no Chromium here; set CHROMIUM to one)' : '';

/** Starts the browser. It can reach no name and asks for nothing of its own accord. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(browserPath === undefined ? {} : { executablePath: browserPath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND',
    ],
  });
}

/** A page, and what it did that no page of ours may do. */
export interface Watched {
  readonly page: Page;
  /** Requests beside the page itself, errors of scripts, complaints of the browser. */
  readonly misdeeds: string[];
}

/** Opens a file. */
export async function openFile(browser: Browser, path: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const misdeeds: string[] = [];
  const address = `file://${path}`;
  page.on('request', (request) => {
    const url = request.url();
    if (url !== address && !url.startsWith('data:') && !url.startsWith('blob:')) misdeeds.push(`request ${url}`);
  });
  page.on('pageerror', (error) => misdeeds.push(`error ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') misdeeds.push(`console ${message.text()}`);
  });
  page.on('dialog', async (dialog) => {
    misdeeds.push(`dialog ${dialog.message()}`);
    await dialog.dismiss();
  });
  await page.goto(address);
  return { page, misdeeds };
}

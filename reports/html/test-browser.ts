/** Debian's Chromium, or whichever is installed, for tests of the page. */
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const executablePath = places.find((place) => existsSync(place));

/** On a machine of one's own the tests are skipped without a browser, and say so; in CI they fail. */
export const skipped = executablePath === undefined && process.env.CI === undefined;
if (skipped) console.warn('Skipped: no Chromium or Chrome is installed (Debian: apt-get install chromium).');

export const launch = (): Promise<Browser> => {
  if (executablePath === undefined)
    throw new Error(
      'No Chromium or Chrome is installed, and CI has to test the page. Debian: apt-get install chromium.',
    );
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
};

/** Opens a page and closes it again; nothing may be asked for beside the file itself, and nothing may fail. */
export const visit = async (
  browser: Browser,
  address: string,
  use: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
  at = '',
): Promise<void> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const trouble: string[] = [];
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) trouble.push(`asks for ${request.url()}`);
  });
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('dialog', (dialog) => {
    trouble.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text());
  });
  try {
    await page.goto(address + at);
    await use(page);
  } finally {
    await context.close();
  }
  expect(trouble).toEqual([]);
};

/** In both themes; and nothing sticks out of the window. */
export const expectAccessible = async (page: Page, width: number): Promise<void> => {
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run(document)');
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: where }) => where).join(' ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
};

/** Seconds that the browser itself worked on the page, however busy the machine is. */
export const workOf = async (page: Page): Promise<number> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const seconds = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return seconds('ScriptDuration') + seconds('LayoutDuration') + seconds('RecalcStyleDuration');
};

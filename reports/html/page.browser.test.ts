import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { html } from '../formats/html.ts';
import { testReport } from '../test-report.ts';
import { expectAccessible, launch, skipped, visit, workOf } from './test-browser.ts';
import { largeReport } from './test-large-report.ts';

const hostile = '</script><img src=x onerror=alert(1)>';

describe.skipIf(skipped)('the page in a browser', () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-page-'));
  const address = pathToFileURL(join(folder, 'report.html')).href;
  const failing = 'retry-keeps-idempotency-key';

  beforeAll(async () => {
    writeFileSync(join(folder, 'report.html'), html.render(testReport));
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const onPage = (use: (page: Page) => Promise<void>, options: BrowserContextOptions = {}, at = ''): Promise<void> =>
    visit(browser, address, use, options, at);

  const visibleClauses = (page: Page): Promise<readonly string[]> =>
    page.locator('li.clause:visible').evaluateAll((all) => all.map(({ id }) => id));
  const background = (page: Page): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  test('counts are filters, kept in the address', async () => {
    await onPage(async (page) => {
      expect(await visibleClauses(page)).toHaveLength(testReport.clauses.length);
      await page.getByRole('button', { name: 'Failed' }).click();
      expect(page.url()).toBe(`${address}?show=fail`);
      expect(await visibleClauses(page)).toEqual(['clause-3.4.1']);
      expect(await page.locator('#filtered').innerText()).toMatch(/^Showing 1 of 7 clauses: failed\./);
      await page.getByRole('button', { name: 'Warned' }).press('Space');
      expect(page.url()).toBe(`${address}?show=fail,warn`);
      expect(await visibleClauses(page)).toEqual(['clause-3.4.1', 'clause-4.2.1']);
      await page.reload();
      expect(await visibleClauses(page)).toEqual(['clause-3.4.1', 'clause-4.2.1']);
      expect(await page.getByRole('button', { name: 'Warned', pressed: true }).count()).toBe(1);
      await page.goBack();
      expect(await visibleClauses(page)).toEqual(['clause-3.4.1']);
      await page.getByRole('button', { name: 'Show all' }).click();
      expect(await visibleClauses(page)).toHaveLength(testReport.clauses.length);
      expect(page.url()).toBe(address);
    });
  });

  test('every rule, clause and event has an address of its own, which wins over a filter', async () => {
    await onPage(
      async (page) => {
        await expect.poll(() => page.locator(`[id="event-${failing}-5"]`).isVisible()).toBe(true);
        const top = await page.locator(`[id="event-${failing}-5"]`).evaluate((row) => row.getBoundingClientRect().top);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(top).toBeLessThan(900);
      },
      {},
      `#event-${failing}-5`,
    );
    await onPage(
      async (page) => expect(await page.locator('[id="clause-3.4.1"]').isVisible()).toBe(true),
      {},
      '?show=pass#clause-3.4.1',
    );
    await onPage(async (page) => {
      const dead = await page
        .locator('a[href^="#"]')
        .evaluateAll((links) =>
          links
            .filter(
              (link) =>
                document.getElementById(decodeURIComponent((link.getAttribute('href') ?? '').slice(1))) === null,
            )
            .map((link) => link.outerHTML),
        );
      expect(dead).toEqual([]);
      const rules = await page.locator('[id^="rule-"]').evaluateAll((all) => all.map(({ id }) => id.slice(5)));
      expect(rules.toSorted()).toEqual(testReport.rules.map(({ id }) => id).toSorted());
      const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    });
  });

  test('the replay command and the request as cURL are copied', async () => {
    await onPage(
      async (page) => {
        const copied = async (label: string): Promise<string> => {
          const row = page.locator('.command', { hasText: label });
          await row.getByRole('button').click();
          await row.getByText('Copied').waitFor();
          return page.evaluate(() => navigator.clipboard.readText());
        };
        expect(await copied('Run it again')).toBe('gauntlet replay .gauntlet/run-7/shop retry-keeps-idempotency-key');
        const curl = await copied('The request');
        expect(curl).toBe(
          `curl -X 'POST' 'https://api.shop.example/orders' -H 'authorization: Bearer '"$SHOP_KEY" -H 'idempotency-key: key-2' --data-raw '{"name":"${hostile}"}'`,
        );
        expect(await page.locator('#said').innerText()).toBe('Copied');
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    );
  });

  test('the theme is that of the system, or the one chosen, which is remembered', async () => {
    await onPage(async (page) => {
      const light = await background(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await background(page);
      expect(dark).not.toBe(light);
      await page.getByLabel('Theme').selectOption('light');
      expect(await background(page)).toBe(light);
      await page.reload();
      expect(await background(page)).toBe(light);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.getByLabel('Theme').selectOption('dark');
      expect(await background(page)).toBe(dark);
    });
  });

  test('on paper it is light, whole and without buttons', async () => {
    await onPage(
      async (page) => {
        await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
        const light = await background(page);
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        expect(await background(page)).toBe(light);
        expect(await page.locator('button:visible, select:visible, nav:visible').count()).toBe(0);
        expect(await visibleClauses(page)).toHaveLength(testReport.clauses.length);
        expect(await page.locator('.events tbody tr:visible').count()).toBe(8);
        const pdf = await page.pdf({ format: 'A4' });
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      },
      { colorScheme: 'dark' },
    );
  });

  test.each([390, 1280])('axe finds nothing at %i pixels in either theme, and nothing sticks out', async (width) => {
    await onPage(
      async (page) => {
        await expectAccessible(page, width);
      },
      { viewport: { width, height: 844 } },
    );
  });

  test('it is whole with scripts off and no network', async () => {
    await onPage(
      async (page) => {
        expect(await visibleClauses(page)).toHaveLength(testReport.clauses.length);
        expect(await page.locator('svg:visible').count()).toBe(2);
        expect(await page.locator('.events tbody tr:visible').count()).toBe(8);
        expect(await page.getByText('gauntlet replay .gauntlet/run-7/shop').isVisible()).toBe(true);
        expect(await page.locator('button:visible, select:visible').count()).toBe(0);
        await page.getByRole('link', { name: 'Failed' }).click();
        expect(page.url()).toBe(`${address}#verdict-fail`);
        await page.getByText('as cURL').first().click();
        expect(await page.locator('.curl pre:visible').count()).toBe(1);
      },
      { javaScriptEnabled: false, offline: true },
    );
  });

  test('markup in what was observed is shown as text', async () => {
    await onPage(async (page) => {
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.locator(`[id="event-${failing}-4"]`).innerText()).toContain(hostile);
      expect(await page.locator('script').count()).toBe(1);
    });
  });

  test('20,000 cases make a page below 5 MB that opens within 2 s of the browser’s work', async () => {
    const text = html.render(largeReport());
    expect(Buffer.byteLength(text)).toBeLessThan(5_000_000);
    writeFileSync(join(folder, 'large.html'), text);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(folder, 'large.html')).href);
    expect(await page.locator('article.finding').count()).toBe(110);
    expect(await workOf(page)).toBeLessThan(2);
    // Whatever is observed may be one word without an end.
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await context.close();
  }, 60_000);
});

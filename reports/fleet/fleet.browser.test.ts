import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { html } from '../formats/html.ts';
import { expectAccessible, launch, skipped, visit, workOf } from '../html/test-browser.ts';
import { testReport } from '../test-report.ts';
import { fleetHtml } from './html.ts';
import { hostile, largeFleet, reports, testFleet } from './test-fleet.ts';

describe.skipIf(skipped)('a fleet in a browser', () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-fleet-'));
  const address = (file: string): string => pathToFileURL(join(folder, file)).href;

  beforeAll(async () => {
    for (const [index, report] of reports.entries())
      writeFileSync(join(folder, `page${index}.html`), html.render(report));
    writeFileSync(join(folder, 'fleet.html'), fleetHtml(testFleet()));
    writeFileSync(join(folder, 'large.html'), fleetHtml(largeFleet()));
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const onPage = (
    file: string,
    use: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> => visit(browser, address(file), use, options);

  test('each cell says its verdict and leads to the clause in the report of its integration', async () => {
    await onPage('fleet.html', async (page) => {
      const row = page.getByRole('row').filter({ has: page.locator('th a', { hasText: '3.4.1' }) });
      expect(await row.getByRole('cell').allInnerTexts()).toEqual([
        '✗Failed',
        '✗Failed',
        '✗Failed',
        '✗Failed',
        '✓Passed',
      ]);
      const links = await page
        .locator('td a')
        .evaluateAll((all) =>
          all.map((link) => [link.getAttribute('href') ?? '', link.querySelector('.word')?.textContent ?? '']),
        );
      // One of the five has no page of its own, and no cell of it pretends that there is one.
      expect(links).toHaveLength(4 * testReport.clauses.length);
      expect(await page.locator('td > span').count()).toBe(testReport.clauses.length);
      expect(links).toContainEqual(['page2.html#clause-4.2.1', 'Warned']);
    });
    await visit(
      browser,
      address('page2.html'),
      async (page) => {
        expect(await page.locator('[id="clause-4.2.1"]').isVisible()).toBe(true);
        expect(await page.locator('[id="clause-4.2.1"] .verdict').innerText()).toBe('Warned');
      },
      {},
      '#clause-4.2.1',
    );
  });

  test('no link within the page is dead, and no two parts share an address', async () => {
    await onPage('fleet.html', async (page) => {
      const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
      const targets = await page
        .locator('a[href^="#"]')
        .evaluateAll((links) => links.map((link) => (link.getAttribute('href') ?? '').slice(1)));
      expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    });
  });

  test('a name that is markup is shown as text', async () => {
    await onPage('fleet.html', async (page) => {
      expect(await page.locator('img, script').count()).toBe(0);
      expect(await page.locator('h2', { hasText: hostile }).count()).toBe(1);
    });
  });

  test('on paper it is whole, and nothing scrolls', async () => {
    await onPage(
      'large.html',
      async (page) => {
        await page.emulateMedia({ media: 'print' });
        expect(await page.locator('.members li:visible').count()).toBe(30);
        expect(await page.locator('.grid tbody tr:visible th[scope=row]').count()).toBe(117);
        expect(await page.locator('.grid').evaluate((grid) => getComputedStyle(grid).overflow)).toBe('visible');
        expect(await page.locator('nav:visible').count()).toBe(0);
      },
      { offline: true },
    );
  });

  test('the keyboard gets to the table and moves it', async () => {
    await onPage(
      'large.html',
      async (page) => {
        const grid = page.getByRole('region', { name: 'Clauses by integrations' });
        await grid.focus();
        await page.keyboard.press('ArrowRight');
        await expect.poll(() => grid.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0);
        const clause = page.locator('th', { hasText: '1.1.1' }).first();
        expect(await clause.evaluate((cell) => cell.getBoundingClientRect().left)).toBeGreaterThanOrEqual(0);
      },
      { viewport: { width: 390, height: 844 } },
    );
  });

  test.each([390, 1280])('axe finds nothing at %i pixels in either theme, and nothing sticks out', async (width) => {
    const small = { viewport: { width, height: 844 } };
    await onPage('fleet.html', (page) => expectAccessible(page, width), small);
  });

  test('30 integrations make a page below 5 MB that opens within 2 s of the browser’s work', async () => {
    const text = fleetHtml(largeFleet());
    expect(Buffer.byteLength(text)).toBeLessThan(5_000_000);
    await onPage('large.html', async (page) => {
      expect(await page.locator('.grid td').count()).toBe(30 * 117);
      expect(await workOf(page)).toBeLessThan(2);
    });
  });
});

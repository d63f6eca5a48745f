import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { pageAssets } from '../../report/page-assets.ts';
import { renderReport } from '../../report/render-report.ts';
import { chromiumPath, launchChromium } from '../support/chromium.ts';
import { itWith } from '../support/oracles.ts';
import { COMPARISON, EXPLAINED, reportData } from './fixture.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const path = await chromiumPath();
const inBrowser = itWith('chromium', path);

describe('the report of 1,000 series', () => {
  let folder = '';
  let html = '';
  let browser: Browser | undefined;

  beforeAll(async () => {
    folder = await temporaryFolder();
    html = renderReport(reportData(1000), await pageAssets());
    await writeFile(join(folder, 'report.html'), html);
    if (path !== undefined) browser = await launchChromium(path);
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** Opens the report, does something with it, and holds that nothing was complained about or asked for. */
  async function withPage(
    options: { readonly width: number; readonly colorScheme: 'light' | 'dark' },
    act: (page: Page) => Promise<void>,
  ): Promise<void> {
    if (browser === undefined) throw new Error('no browser');
    const { width, colorScheme } = options;
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    const address = pathToFileURL(join(folder, 'report.html')).href;
    await page.goto(address);
    await act(page);
    expect(complaints).toEqual([]);
    expect([...new Set(requests.filter((url) => !url.startsWith('data:')))]).toEqual([address]);
    await page.close();
  }

  it('is below 3 MB and the same text for the same data', async () => {
    expect(Buffer.byteLength(html)).toBeLessThan(3_000_000);
    expect(renderReport(reportData(1000), await pageAssets())).toBe(html);
  });

  it('holds no text of the run as markup', () => {
    expect(html).not.toContain('</script><b>');
    expect(html).not.toContain('no such <day>');
    expect(html).toContain('temperatures.csv:514');
  });

  it('leaves out what the run does not have', async () => {
    const { explained, ...rest } = reportData(1);
    expect(explained).toBe(EXPLAINED);
    const nothing = { versions: [], comparisons: [], guards: [], executions: [] };
    const bare = renderReport({ ...rest, ...nothing }, await pageAssets());
    const absent = ['explained', 'gates', 'models', 'runs'].filter((id) => bare.includes(`<section id="${id}"`));
    expect(absent).toEqual([]);
    for (const id of ['explained', 'gates', 'runs']) expect(html.includes(`<section id="${id}"`)).toBe(true);
  });

  inBrowser('opens with less than two seconds of computing', async () => {
    await withPage({ width: 1280, colorScheme: 'light' }, async (page) => {
      const devtools = await page.context().newCDPSession(page);
      // The page's own thread: what else the machine does counts for nothing.
      await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
      await page.reload();
      const { metrics } = await devtools.send('Performance.getMetrics');
      const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value;
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThan(2);
    });
  });

  inBrowser('is walked through by its navigation, every section', async () => {
    await withPage({ width: 1280, colorScheme: 'light' }, async (page) => {
      const links = page.locator('nav a');
      expect(await links.allTextContents()).toEqual([
        'Production',
        'Forecasts',
        'Why',
        'Errors',
        'Cross-validation',
        'Guards and gates',
        'Data',
        'What ran',
      ]);
      for (const link of await links.all()) {
        await link.click();
        const id = (await link.getAttribute('href')) ?? '';
        expect(await page.locator(`section${id} h2`).isVisible()).toBe(true);
      }
      expect(await page.locator('.uplot').count()).toBe(5);
      expect(await page.locator('#gates').textContent()).toContain(COMPARISON.gates[1].evidence);
      const ids = await page.locator('[id]').evaluateAll((found) => found.map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  inBrowser('finds a series among the 1,000 by name, with the keyboard alone', async () => {
    await withPage({ width: 1280, colorScheme: 'light' }, async (page) => {
      expect(await page.locator('#series-title').textContent()).toContain('series-0000');
      await page.locator('#series-search').focus();
      await page.keyboard.type('0777');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(await page.locator('#series-title').textContent()).toBe(
        'series-0777 · 0.835 of the RMSE of the seasonal naive of 365',
      );
      await page.locator('#series-window').selectOption('1');
      await page.locator('#series-numbers summary').click();
      expect(await page.locator('#series-numbers tbody tr').first().locator('th').textContent()).toBe('2014-07-02');
      await page.locator('#forecast-plot').focus();
      await page.keyboard.press('End');
      expect(await page.locator('#forecast-plot-live').textContent()).toMatch(/^2014-12-28: actual .*, forecast /);
      await page.locator('#best-series button').first().click();
      expect(await page.locator('#series-title').textContent()).toContain('series-0999');
      await page.locator('#error-metric').selectOption('coverage');
      await page.locator('#horizon-window').selectOption('2');
      expect(await page.locator('.uplot').count()).toBe(5);
    });
  });

  inBrowser('has values in its legends, or nothing', async () => {
    await withPage({ width: 1280, colorScheme: 'light' }, async (page) => {
      expect(await page.locator('#forecast-plot .u-legend').textContent()).toMatch(
        /^Date2014-12-2880 % interval-?[\d.]+ to -?[\d.]+ °C.*Forecast-?[\d.]+ °CActual-?[\d.]+ °C$/,
      );
      const promises = page.locator('#promise-plot .u-value');
      expect(new Set(await promises.allTextContents())).toEqual(new Set(['']));
      await page.locator('#promise-plot').focus();
      await page.keyboard.press('Home');
      expect((await promises.allTextContents()).filter((text) => text !== '').length).toBeGreaterThan(1);
      expect(await page.locator('.u-legend').allTextContents()).not.toContain('–');
    });
  });

  inBrowser('names the hardest and the best series where they differ, and works where there is one', async () => {
    await withPage({ width: 1280, colorScheme: 'light' }, async (page) => {
      expect(await page.locator('.ranking h3').allTextContents()).toEqual(['Hardest series', 'Best series']);
      expect(await page.locator('#worst-series button').first().textContent()).toBe(
        "series-00002.000 of the naive's RMSE",
      );
    });
    await writeFile(join(folder, 'report.html'), renderReport(reportData(1), await pageAssets()));
    await withPage({ width: 1280, colorScheme: 'light' }, async (page) => {
      expect(await page.locator('.ranking').count()).toBe(0);
      expect(await page.locator('.uplot').count()).toBe(5);
    });
    await writeFile(join(folder, 'report.html'), html);
  });

  inBrowser('shows a segment as the mean of its series', async () => {
    await withPage({ width: 1280, colorScheme: 'light' }, async (page) => {
      await page.locator('#series-search').fill('mean');
      await page.keyboard.press('Enter');
      expect(await page.locator('#series-title').textContent()).toContain('series: mean of all');
    });
  });

  inBrowser('explains a forecast of another date, in columns that add up', async () => {
    await withPage({ width: 1280, colorScheme: 'light' }, async (page) => {
      await page.locator('#explained-series').selectOption({ label: 'sea' });
      await page.locator('#explained-date').selectOption({ label: '2025-01-20' });
      expect(await page.locator('#explained-what').textContent()).toBe('sea, learned up to 2024-12-31');
      expect(await page.locator('#explained-members tbody tr:first-child td:not(.n)').count()).toBe(0);
      for (const id of ['explained-members', 'explained-effects']) {
        const cells = await page.locator(`#${id} tbody tr td:last-child`).allTextContents();
        const figures = cells.map(Number);
        const sum = figures.slice(0, -1).reduce((total, value) => total + value, 0);
        expect(figures.length).toBeGreaterThan(4);
        expect(Math.abs(sum - figures[figures.length - 1])).toBeLessThan(0.004);
      }
      expect(await page.locator('#explained-sum').textContent()).toMatch(
        /^0\.3750 × average [\d.]+ \+ 0\.6250 × choice /,
      );
      expect(await page.locator('#explained-intervals tbody tr').count()).toBe(2);
      await page.locator('#explained-plot').focus();
      await page.keyboard.press('End');
      expect(await page.locator('#explained-plot-live').textContent()).toMatch(/^2025-02-09: trend .*; together /);
    });
  });

  inBrowser('shows the events behind a state on Enter', async () => {
    await withPage({ width: 1280, colorScheme: 'light' }, async (page) => {
      await page.getByRole('button', { name: 'Plan, 30 ms: succeeded' }).focus();
      await page.keyboard.press('Enter');
      const panel = page.locator('#state-panel');
      expect(await panel.locator('h3').textContent()).toBe('Plan');
      expect(await panel.locator('pre').first().textContent()).toBe('{\n  "dataset": "weather"\n}');
      expect(await panel.locator('tbody tr').count()).toBe(4);
      await page.getByRole('button', { name: 'Train one, 2 times, at most 50 ms: succeeded' }).click();
      expect(await panel.textContent()).toContain('Time 2 of 2');
      await page.locator('#states-table summary').click();
      expect(await page.locator('#states-table tbody tr').count()).toBe(4);
    });
  });

  inBrowser('fits a phone of 360 px, in the dark, without scrolling sideways', async () => {
    await withPage({ width: 360, colorScheme: 'dark' }, async (page) => {
      await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(15, 20, 26)');
    });
  });

  inBrowser('goes white on paper, charts included', async () => {
    await withPage({ width: 1280, colorScheme: 'dark' }, async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.evaluate('getComputedStyle(document.documentElement).getPropertyValue("--ink")')).toBe(
        '#16202c',
      );
      expect((await page.pdf()).length).toBeGreaterThan(50_000);
      expect(await page.evaluate('document.documentElement.dataset.paper')).toBeUndefined();
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { ReleaseEvidence } from '../../../core/contracts/evidence.ts';
import { renderEvidence } from '../../../report/evidence/render-evidence.ts';
import { visible } from '../../../core/contracts/visible.ts';
import { beginning } from '../../../report/evidence/visible.ts';
import { chromiumPath, launchChromium } from '../../support/chromium.ts';
import { itWith } from '../../support/oracles.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { EVIDENCE } from './fixture.ts';

const SHA256 = '5'.repeat(64);
const path = await chromiumPath();
const inBrowser = itWith('chromium', path);
const page = renderEvidence(EVIDENCE, SHA256);

describe('the page of the evidence', () => {
  it('says the verdict, every reason, and what was assumed, before anything else', () => {
    const head = page.slice(0, page.indexOf('<main'));
    expect(head).toContain('Refused for one reason');
    expect(head).toContain(
      'changes: prod/GoldBucket (AWS::S3::Bucket) holds data and is replaced by another BucketName',
    );
    expect(head).toContain('image scan: no repository scans an image for a folder: assumed to be fine');
  });

  it('answers first where it passes: what changes, who may do more, what it costs, and who decides', () => {
    const passed = renderEvidence({ ...EVIDENCE, verdict: 'pass', reasons: [] }, SHA256);
    const head = passed.slice(0, passed.indexOf('<nav'));
    expect(head).toContain('Nothing refuses it. prod: ');
    expect(head).toContain('2 resources that hold data are replaced or removed, as the literal allows');
    expect(head).toContain('somebody may do more than before');
    expect(head).toContain('a month costs $3.50, +$1.50 (+75.0 %)');
    expect(head).toContain('Next: a person decides.');
  });

  it('answers no with its first reason, and how many more there are', () => {
    const refused = renderEvidence({ ...EVIDENCE, reasons: ['cost: no price', 'runs: none', 'code: none'] }, SHA256);
    expect(refused).toContain('No: cost: no price; and 2 reasons more.');
    expect(refused).toContain('Next: nobody is asked.');
    expect(refused).toContain('<li>runs: none</li>');
  });

  it("has every part's verdict beside its link", () => {
    const nav = page.slice(page.indexOf('<nav'), page.indexOf('</nav>'));
    expect([...nav.matchAll(/href="#(\w+)".*?<\/span> (pass|refused)/g)].map(([, ...part]) => part)).toEqual([
      ['changes', 'refused'],
      ['runs', 'pass'],
      ['compliance', 'pass'],
      ['cost', 'pass'],
    ]);
  });

  it('shows what the approval shows: the hash of evidence.json', () => {
    expect(page).toContain(`<code>${SHA256}</code>`);
  });

  it('lets through no character that draws another page, or none that is seen', () => {
    expect(page).not.toMatch(/<script|<img|onerror="|javascript:/);
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
    expect(page).toContain('\\u{202e}evil\\u{202c} \\u{1b}[2J\\u{0} \\u{200b}');
  });

  it('cuts what is endless, and says how long it is', () => {
    expect(page.length).toBeLessThan(60_000);
    expect(page).toContain('characters; the whole stands in evidence.json)');
  });

  it('passes, and has no part without a word where nothing could be computed', () => {
    const nothing = { verdict: 'refuse' as const, reasons: ['could not be computed: no bucket'], facts: null };
    const bare: ReleaseEvidence = {
      ...EVIDENCE,
      assumed: [],
      changes: nothing,
      runs: nothing,
      compliance: nothing,
      cost: nothing,
    };
    expect(renderEvidence(bare, SHA256).match(/could not be computed: no bucket/g)).toHaveLength(4);
    const passed = renderEvidence({ ...EVIDENCE, verdict: 'pass', reasons: [] }, SHA256);
    expect(passed).toContain('All parts pass');
  });

  it('says so where nothing is deployed, nothing changes, and nothing can be compared', () => {
    const [devChanges] = EVIDENCE.changes.facts!.environments;
    const changes = { ...EVIDENCE.changes, facts: { environments: [{ ...devChanges, standing: null }] } };
    const runs = { ...EVIDENCE.runs, facts: { ...EVIDENCE.runs.facts!, reference: null } };
    const text = renderEvidence({ ...EVIDENCE, changes, runs }, SHA256);
    expect(text).toContain('Nothing is deployed there yet: everything is new.');
    expect(text).toContain('dev: no changes');
    expect(text).toContain('there is nothing to compare with, and nothing is marked');
  });

  it('is the same text for the same evidence, without a script or a request', () => {
    expect(renderEvidence(EVIDENCE, SHA256)).toBe(page);
    expect(page).not.toMatch(/<script|<link rel="stylesheet|@import|<[^>]+ src=|url\(/);
  });
});

describe('the page in a browser', () => {
  let address = '';
  let browser: Browser | undefined;
  beforeAll(async () => {
    const file = join(await temporaryFolder(), 'evidence.html');
    await writeFile(file, page);
    address = pathToFileURL(file).href;
    if (path !== undefined) browser = await launchChromium(path);
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function withPage(
    width: number,
    colorScheme: 'light' | 'dark',
    act: (open: Page) => Promise<void>,
  ): Promise<void> {
    if (browser === undefined) throw new Error('no browser');
    const open = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const complaints: string[] = [];
    const requests: string[] = [];
    open.on('console', (message) => complaints.push(message.text()));
    open.on('pageerror', (error) => complaints.push(error.message));
    open.on('request', (request) => requests.push(request.url()));
    await open.goto(address);
    await act(open);
    expect(await open.title()).toBe('May aaaaaaaaaaaa go to prod?');
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('data:') && !url.startsWith(address))).toEqual([]);
    await open.close();
  }

  inBrowser('is walked through by its navigation', async () => {
    await withPage(1280, 'light', async (open) => {
      const links = open.locator('nav a');
      expect(await links.allTextContents()).toEqual(['Changes', 'Run', 'Compliance', 'Cost']);
      for (const link of await links.all()) {
        const id = (await link.getAttribute('href')) ?? '';
        expect(await open.locator(`section${id} h2`).isVisible()).toBe(true);
      }
      const ids = await open.locator('[id]').evaluateAll((found) => found.map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  inBrowser('shows in red what holds data, and whether it is allowed', async () => {
    await withPage(1280, 'light', async (open) => {
      const rows = open.locator('#changes .note.bad tbody tr');
      expect((await rows.allTextContents()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
        'GoldBucketAWS::S3::BucketreplacedBucketName✕ refused',
        'DataKeyAWS::KMS::Keyremoved–• allowed by the literal',
      ]);
      const colour = 'getComputedStyle(document.querySelector("#changes .note.bad")).borderLeftColor';
      expect(await open.evaluate(colour)).toBe('rgb(179, 38, 30)');
    });
  });

  inBrowser('puts resources that change alike together, and opens their values', async () => {
    await withPage(1280, 'light', async (open) => {
      const alike = open.locator('details', { hasText: 'StepsEvaluate, StepsForecast, StepsIngest and 2 more' });
      await alike.locator('summary').click();
      expect(await alike.locator('tbody tr').allTextContents()).toEqual([
        `Code.S3Key${'0'.repeat(64)}${'1'.repeat(64)}`,
      ]);
    });
  });

  inBrowser('marks what differs much', async () => {
    await withPage(1280, 'light', async (open) => {
      const marked = open.locator('#runs tr', { hasText: 'look at this' });
      expect(await marked.locator('th').allTextContents()).toEqual(['realised.rmse', 'duration']);
    });
  });

  for (const [width, colorScheme, ground] of [
    [360, 'dark', 'rgb(15, 20, 26)'],
    [360, 'light', 'rgb(246, 247, 249)'],
    [1280, 'dark', 'rgb(15, 20, 26)'],
    [1280, 'light', 'rgb(246, 247, 249)'],
  ] as const) {
    inBrowser(`fits ${width} px in the ${colorScheme}, everything opened, without scrolling sideways`, async () => {
      await withPage(width, colorScheme, async (open) => {
        await open.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
        expect(await open.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await open.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(ground);
      });
    });
  }

  inBrowser('prints what is closed on the screen as well, without the navigation', async () => {
    await withPage(1280, 'dark', async (open) => {
      await open.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await open.locator('nav').isVisible()).toBe(false);
      expect(await open.evaluate('getComputedStyle(document.documentElement).getPropertyValue("--ink")')).toBe(
        '#16202c',
      );
      const shut =
        'getComputedStyle(document.querySelector("details:not([open])"), "::details-content").contentVisibility';
      expect(await open.evaluate(shut)).toBe('visible');
    });
  });
});

describe('a text as it is shown', () => {
  it('keeps every letter of every writing', () => {
    for (const text of ['Zoë – „naïve“', '予測', 'прогноз', 'خبر', '🙂', 'a\tb\nc']) expect(visible(text)).toBe(text);
  });

  it('has numbers for what is not seen', () => {
    expect(visible('\u001b[31m\u202e\ufeff\u00ad\r\ud800')).toBe('\\u{1b}[31m\\u{202e}\\u{feff}\\u{ad}\\u{d}\\u{d800}');
  });

  it('is cut between characters, not within one', () => {
    expect(beginning('🙂🙂🙂', 3)).toBe('🙂🙂🙂');
    expect(beginning('🙂🙂🙂', 2)).toBe('🙂🙂… (3 characters; the whole stands in evidence.json)');
  });
});

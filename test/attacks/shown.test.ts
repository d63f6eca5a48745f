import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { snsNotifier } from '../../adapters/aws/sns-notifier.ts';
import { errorText } from '../../cli/error-text.ts';
import { linkTo } from '../../cli/link.ts';
import { laidOut } from '../../cli/view.ts';
import { PlatformError } from '../../core/contracts/errors.ts';
import { weather } from '../../datasets/weather.ts';
import { renderComparison } from '../../report/render-comparison.ts';
import { renderGuard } from '../../report/render-guard.ts';
import { renderReport } from '../../report/render-report.ts';
import { NASTY } from '../report/evidence/fixture.ts';
import { COMPARISON, EXECUTION, GUARDS, reportData } from '../report/fixture.ts';

const PLACE = `--folder ${NASTY}`;
const TABLE = { columns: [{ title: NASTY }], rows: [{ cells: [NASTY], below: [[NASTY, NASTY]] }] } as const;
const TERMINAL = { width: 80, isLive: true, paint: (_: string, text: string) => text };

async function sent(format: 'mail' | 'chat'): Promise<string> {
  const sns = mockClient(SNSClient);
  sns.on(PublishCommand).resolves({});
  const notifier = snsNotifier(new SNSClient({ region: 'eu-central-1' }), 'arn:aws:sns:eu-central-1:0:t', format);
  await notifier.notify(`weather: ${NASTY}`, `why: ${NASTY}`);
  const { Subject = '', Message = '' } = sns.commandCalls(PublishCommand)[0].args[0].input;
  return `${Subject}\n${Message}`;
}

function replayPage(): string {
  const data = reportData(2);
  const [first, ...rest] = data.series;
  const move = { dataset: 'weather', revision: 1, transitionId: NASTY, action: 'promote', from: null, to: 1 } as const;
  return renderReport(
    {
      ...data,
      place: PLACE,
      series: [{ ...first, uniqueId: NASTY }, ...rest],
      quarantine: {
        reasons: [{ reason: 'bad-date', rows: 1 }],
        examples: [{ reason: 'bad-date', detail: NASTY, file: NASTY, line: 1, uniqueId: NASTY }],
      },
      transitions: [{ ...move, by: NASTY, reason: NASTY, evidence: null, atMs: 0 }],
      comparisons: [{ ...COMPARISON, reasons: [NASTY] }],
      executions: [{ ...EXECUTION, name: NASTY, input: { text: NASTY }, output: { text: NASTY } }],
    },
    { script: '', style: '' },
  );
}

const hostileGate = { gate: NASTY, outcome: 'refuse', value: 1, threshold: NASTY, evidence: NASTY } as const;
const hostileCheck = { check: NASTY, outcome: 'refuse', evidence: NASTY } as const;
const hostileError = new PlatformError('SourceRefused', { problem: NASTY, got: NASTY, allowed: NASTY, hint: NASTY });

const PAGES: readonly (readonly [string, () => string])[] = [
  [
    'a comparison that a person approves by',
    () =>
      renderComparison(
        {
          ...COMPARISON,
          runId: NASTY,
          compliance: [hostileCheck],
          gates: [hostileGate],
          reasons: [NASTY],
          series: COMPARISON.series.map((series) => ({ ...series, uniqueId: NASTY })),
        },
        weather,
        PLACE,
      ),
  ],
  [
    'the page of a guard',
    () =>
      renderGuard(
        {
          ...GUARDS[0],
          runId: NASTY,
          compliance: [hostileCheck],
          guards: [hostileGate],
          kept: [NASTY],
          reasons: [NASTY],
        },
        weather,
        PLACE,
      ),
  ],
  ['the report of a replay', replayPage],
];

const TEXTS: readonly (readonly [string, () => string | Promise<string>])[] = [
  ['an error on the terminal', () => errorText(hostileError, TERMINAL)],
  ["an error's message, as logs and histories have it", () => hostileError.message],
  ['a table on the terminal', () => laidOut([{ table: TABLE }, NASTY], 80)],
  ['the place of a file on the terminal', () => linkTo(NASTY, { isLive: false }, {})],
  ['a mail', () => sent('mail')],
  ['a message in a chat', () => sent('chat')],
];

/** What acts instead of being read: escapes and other controls, characters that nobody sees, and those that turn the direction of writing. */
const ACTING = /[\p{Cf}\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u;
const RUNNING = /<script>document|<img src=x|onerror="/;

describe('somebody who writes markup, escapes and turned text into names and data', () => {
  it.each(PAGES)('reads it as text on %s', (_, page) => {
    const html = page();
    expect(html).toContain('owned');
    expect(html).not.toMatch(RUNNING);
    // The page's script makes visible what it shows of its data (report/page/dom.ts).
    const [shown] = html.split('<script type="application/json"');
    expect(ACTING.exec(shown)?.[0]).toBeUndefined();
  });

  it('does not end the data of a page by what is in them', () => {
    const html = replayPage();
    const data = html.slice(html.indexOf('id="page-data">') + 'id="page-data">'.length);
    const json = data.slice(0, data.indexOf('</script>'));
    expect(JSON.stringify(JSON.parse(json))).toContain('owned');
  });

  it.each(TEXTS)('reads it as text in %s', async (_, show) => {
    const text = await show();
    expect(text).toContain('owned');
    expect(ACTING.exec(text)?.[0]).toBeUndefined();
  });

  it('gets no second line into the subject of a mail', async () => {
    const sns = mockClient(SNSClient);
    sns.on(PublishCommand).resolves({});
    const notifier = snsNotifier(new SNSClient({ region: 'eu-central-1' }), 'arn:aws:sns:eu-central-1:0:t');
    await notifier.notify('weather\r\nBcc: everybody@example.com', 'why');
    expect(sns.commandCalls(PublishCommand)[0].args[0].input.Subject).toBe('weather\\u{d} Bcc: everybody@example.com');
  });
});

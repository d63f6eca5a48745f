import type { Execution, Json } from '../../../asl/index.ts';
import type { MachineName } from '../../../core/contracts/machine-inputs.ts';
import type { RecordedAccount } from './account.ts';
import { asking, delivery, HEADER, incompliant, refusing, SMALL, withWindow } from './data.ts';

interface Lived {
  readonly machine: MachineName;
  readonly input: Readonly<Record<string, Json>>;
  readonly ends: Execution['status'];
  /** What its output says, so that it went the way that it is here for. */
  readonly says?: string;
  /** What happens before. */
  readonly after?: (account: RecordedAccount) => void;
}

const PROMOTED = '"outcome":"promoted"';
const REFUSED = '"outcome":"refused"';

const BACK = { by: 'ada', reason: 'was worse' };
const WINDOW = {
  train: { start: '2020-01-06', end: '2020-03-01' },
  evaluate: { start: '2020-03-02', end: '2020-03-08' },
};

const ruling = (ruling: string, delivery = 'weather/2.csv'): Lived => ({
  machine: 'rule',
  input: { delivery, ruling, by: 'ada', reason: 'a wrong sensor' },
  ends: 'SUCCEEDED',
});

const receive = (start: string, key: string, at = '2020-03-16T06:00:00Z'): Lived => ({
  machine: 'receive',
  input: { start, withinMinutes: 1, at, key, folder: 'weather/' },
  ends: 'SUCCEEDED',
});

/** What lies in the tables' buckets is of long ago: most of it can go. */
function age(account: RecordedAccount): void {
  for (const layer of ['bronze', 'silver', 'gold'] as const) {
    const { objects } = account.bucket(layer);
    for (const [key, { body }] of [...objects]) account.bucket(layer).put(key, body, 0);
  }
}

/** Who is in Production changes and comes back, people approve, reject and rule, gates and guards refuse, and what can fail fails once. */
export const HISTORY: Readonly<Record<string, Lived>> = {
  'before-any-data': { machine: 'retrain', input: {}, ends: 'FAILED', after: (account) => account.knows(SMALL) },
  'the-naive-first': {
    machine: 'retrain',
    input: {},
    ends: 'SUCCEEDED',
    says: PROMOTED,
    after(account) {
      account.deliver('weather/1.csv', delivery(0, 63));
      account.knows(refusing(SMALL));
    },
  },
  'first-training': {
    machine: 'retrain',
    input: {},
    ends: 'SUCCEEDED',
    says: PROMOTED,
    after: (account) => account.knows(SMALL),
  },
  sunday: { machine: 'forecast', input: { modelVersion: 'production' }, ends: 'SUCCEEDED' },
  monday: {
    machine: 'monitor',
    input: {},
    ends: 'SUCCEEDED',
    after: (account) => account.deliver('weather/2.csv', delivery(63, 7)),
  },
  'scored-latest': { machine: 'evaluate', input: { forecastRunId: 'latest', mayBeEmpty: true }, ends: 'SUCCEEDED' },
  scored: { machine: 'evaluate', input: { forecastRunId: 'sunday' }, ends: 'SUCCEEDED' },
  'a-change': {
    machine: 'retrain',
    input: {},
    ends: 'SUCCEEDED',
    says: PROMOTED,
    after: (account) => account.knows(withWindow(1)),
  },
  'refused-by-gates': {
    machine: 'retrain',
    input: {},
    ends: 'SUCCEEDED',
    says: REFUSED,
    after: (account) => account.knows(refusing(withWindow(2))),
  },
  'refused-by-rules': {
    machine: 'retrain',
    input: {},
    ends: 'SUCCEEDED',
    says: REFUSED,
    after: (account) => account.knows(incompliant(withWindow(5))),
  },
  'refused-by-a-person': {
    machine: 'retrain',
    input: {},
    ends: 'SUCCEEDED',
    after(account) {
      account.knows(withWindow(3));
      account.answers('reject');
    },
  },
  back: { machine: 'roll-back', input: BACK, ends: 'SUCCEEDED', after: (account) => account.answers('approve') },
  released: { machine: 'roll-back', input: { ...BACK, release: true }, ends: 'SUCCEEDED' },
  'asked-refresh': {
    machine: 'refresh',
    input: {},
    ends: 'SUCCEEDED',
    after: (account) => account.knows(asking(SMALL)),
  },
  'a-look-more': {
    machine: 'monitor',
    input: {},
    ends: 'SUCCEEDED',
    after(account) {
      account.knows(SMALL);
      account.deliver('weather/3.csv', delivery(70, 7, 4));
    },
  },
  'two-looks-more': {
    machine: 'monitor',
    input: {},
    ends: 'SUCCEEDED',
    after: (account) => account.deliver('weather/4.csv', delivery(77, 7)),
  },
  cleaned: { machine: 'maintain', input: { dryRun: false }, ends: 'SUCCEEDED', after: age },
  withdrawn: ruling('withdraw'),
  'without-it': { machine: 'retrain', input: {}, ends: 'SUCCEEDED' },
  restored: ruling('restore'),
  accepted: ruling('accept'),
  'restated-too-much': {
    machine: 'train',
    input: {},
    ends: 'FAILED',
    after: (account) => account.deliver('weather/5.csv', delivery(0, 63, 2)),
  },
  'accepted-after-all': ruling('accept', 'weather/5.csv'),
  'with-an-empty-file': {
    machine: 'train',
    input: {},
    ends: 'SUCCEEDED',
    after: (account) => account.deliver('weather/6.csv', `${HEADER}\n`),
  },
  'smoke-test': { machine: 'smoke', input: { bakeMinutes: 0 }, ends: 'SUCCEEDED' },
  landed: receive('monitor', 'weather/4.csv'),
  'landed-too': receive('retrain', 'weather/4.csv', '2020-03-17T06:00:00Z'),
  marked: receive('monitor', 'weather/_SUCCESS'),
  'one-window': { machine: 'pipeline', input: { window: WINDOW }, ends: 'SUCCEEDED' },
  past: {
    machine: 'replay',
    input: { policy: 'gates', windows: 2 },
    ends: 'SUCCEEDED',
    after(account) {
      account.deliver('weather/7.csv', delivery(84, 7));
      // Other bytes than the empty one before: what is known is told once.
      account.deliver('weather/7-empty.csv', `${HEADER}\n\n`);
    },
  },
  'no-such-version': { machine: 'forecast', input: { modelVersion: 99 }, ends: 'FAILED' },
  'no-such-promotion': { machine: 'promote', input: { modelVersion: 99 }, ends: 'FAILED' },
  'refused-file': {
    machine: 'train',
    input: {},
    ends: 'FAILED',
    after: (account) => account.deliver('weather/8.csv', 'not,what,was\nagreed,upon,1\n'),
  },
  'a-look-fails': { machine: 'monitor', input: {}, ends: 'FAILED' },
  'past-again': { machine: 'replay', input: { windows: 1 }, ends: 'FAILED' },
};

/** Lives through it, one after the other. @throws Error where something ends otherwise than it should: then what was recorded is not what the code does */
export async function live(account: RecordedAccount, say: (line: string) => void): Promise<void> {
  for (const [name, { machine, input, ends, after, says = '' }] of Object.entries(HISTORY)) {
    after?.(account);
    const execution = await account.run(machine, name, { dataset: SMALL.name, ...input });
    say(`${machine} ${name}: ${outcomeOf(execution)}`);
    const output = JSON.stringify(execution.output ?? null);
    if (execution.status === ends && output.includes(says)) continue;
    throw new Error(`${machine} ${name} should have ${ends} ${says}: ${output.slice(-500)} ${execution.cause ?? ''}`);
  }
}

function outcomeOf({ status, error }: Execution): string {
  return error === undefined ? status : `${status} (${error})`;
}

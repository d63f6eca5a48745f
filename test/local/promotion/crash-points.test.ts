import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { transitionSchema } from '../../../core/contracts/promotion.ts';
import type { Execution } from '../../../asl/index.ts';
import { countCalls, crashAt, type CrashKind } from '../../support/faulty-store.ts';
import { Platform, type State, twoVersions } from './platform.ts';

const KINDS: readonly CrashKind[] = ['before', 'after', 'lost-answer'];
const RUN = 'run-2';
/** Asks for the same version, after the crash. */
const NEW_RUN = 'run-3';

/** Under keys that hold the run's id, read only by the run itself and by people: written again by whoever runs it again. */
const WORKING_FILES = new RegExp(
  `^artifacts/(promotions/weather/${RUN}/|runs/weather/${RUN}/(challenger|production)-twin/|twins/weather/forecasting-prod-${RUN}-|approvals/weather/${RUN}/request.json$|tracking/weather/${RUN}/evaluations/verdict-)`,
);
const FAILURE = `artifacts/runs/weather/${RUN}/failure-promote.json`;
const REFUSAL = `artifacts/registry/weather/refusals/${RUN}.json`;

/** They follow the pointer object, which holds its newest transition whole; the next move, or the same again, sets them right. */
const MIRRORS = [
  'artifacts/registry/weather/audit/00000002.json',
  `artifacts/registry/weather/transitions/${createHash('sha256').update(RUN).digest('hex')}.json`,
  'artifacts/registry/weather/stages/00000001.json',
  'artifacts/registry/weather/stages/00000002.json',
  'artifacts/tracking/weather/production.json',
  'artifacts/monitoring/weather/state.json',
];
const CHALLENGER_STAGE = 'artifacts/registry/weather/stages/00000002.json';
const POINTER = 'artifacts/registry/weather/production.json';

/**
 * How a run may end that crashed at one of its calls:
 * `clean` as if nothing had been; `undone` the state before, with one failure record; `refused` the same, where the twin could not
 * be trained, which is a refusal, and its record the one of the failure; `moved` the clean run's pointer, with one failure record, and
 * mirrors of the pointer that still lag behind.
 */
type Ending = 'clean' | 'undone' | 'refused' | 'moved';

let keysFolder: string;
let before: State;
let clean: { readonly calls: readonly string[]; readonly execution: Execution; readonly state: State };
let afresh: { readonly before: State; readonly clean: State };

/** Promotes version 2 with nothing in the way. */
async function promoted(from: State, runId: string) {
  const platform = new Platform(keysFolder, from);
  const execution = await platform.promote(runId, 2);
  const { outcome, production } = (execution.output ?? {}) as { outcome?: string; production?: number };
  const flaws = outcome === 'promoted' && production === 2 ? [] : [`ends as ${execution.error ?? outcome}`];
  return { platform, state: platform.state(), flaws };
}

beforeAll(async () => {
  const platform = await twoVersions();
  ({ keysFolder } = platform);
  before = platform.state();
  const counter = countCalls();
  const execution = await platform.promote(RUN, 2, counter.store);
  clean = { calls: counter.calls, execution, state: platform.state() };
  afresh = {
    before: (await promoted(before, NEW_RUN)).state,
    clean: (await promoted(clean.state, NEW_RUN)).state,
  };
});

/** What is wrong with a state; `ignored` keys may be there and may hold anything, `lagging` ones may be as they were before. */
function differences(
  actual: State,
  expected: State,
  { ignored = () => false, lagging = [] }: { ignored?: (key: string) => boolean; lagging?: readonly string[] } = {},
): readonly string[] {
  const same = (key: string, state: State): boolean =>
    Buffer.compare(actual.get(key) ?? Buffer.of(), state.get(key) ?? Buffer.of()) === 0;
  return [...new Set([...actual.keys(), ...expected.keys()])].flatMap((key) => {
    if (same(key, expected) || ignored(key) || (lagging.includes(key) && same(key, before))) return [];
    return [`${!actual.has(key) ? 'without' : expected.has(key) ? 'another' : 'extra'} ${key}`];
  });
}

const text = (state: State, key: string): string => Buffer.from(state.get(key) ?? []).toString();

function endingOf(execution: Execution, state: State): Ending {
  if (execution.status === 'SUCCEEDED') return state.has(REFUSAL) ? 'refused' : 'clean';
  return text(state, POINTER) === text(before, POINTER) ? 'undone' : 'moved';
}

function flawsOf(ending: Ending, { status, error, output }: Execution, state: State): readonly string[] {
  switch (ending) {
    case 'clean':
      return [
        ...differences(state, clean.state),
        ...(JSON.stringify(output) === JSON.stringify(clean.execution.output) ? [] : ['another output']),
      ];
    case 'undone':
      return [
        ...differences(state, before, { ignored: (key) => key === FAILURE || WORKING_FILES.test(key) }),
        ...notRecorded(status, error, state),
      ];
    case 'moved':
      return [
        ...differences(state, clean.state, { ignored: (key) => key === FAILURE, lagging: MIRRORS }),
        ...notRecorded(status, error, state),
      ];
    case 'refused':
      return [
        ...differences(state, before, {
          ignored: (key) => key === REFUSAL || key === CHALLENGER_STAGE || WORKING_FILES.test(key),
        }),
        ...(text(state, CHALLENGER_STAGE).includes('Archived') ? [] : ['the challenger is not archived']),
        ...(/SimulatedCrash|fault: lost/.test(text(state, REFUSAL)) ? [] : ['the refusal does not say why']),
      ];
  }
}

function notRecorded(status: string, error: string | undefined, state: State): readonly string[] {
  const isRecorded = status === 'FAILED' && error !== undefined && text(state, FAILURE).includes(`"${error}"`);
  return isRecorded ? [] : [`ended as ${status}, its error not recorded`];
}

/** The records of the crashed run stay, and nothing else may be left of it. */
function isKept(key: string): boolean {
  return key === FAILURE || key === REFUSAL;
}

async function flawsOfAgain(crashed: State): Promise<readonly string[]> {
  const same = await promoted(crashed, RUN);
  const fresh = await promoted(crashed, NEW_RUN);
  const isMoved = text(crashed, POINTER) === text(clean.state, POINTER);
  const history = await same.platform.ports.production.history('weather');
  return [
    ...[
      ...same.flaws,
      ...differences(same.state, clean.state, { ignored: isKept }),
      ...(history.length === 2 ? [] : [`${history.length} transitions`]),
    ].map((flaw) => `the same run again: ${flaw}`),
    ...[
      ...fresh.flaws,
      ...differences(fresh.state, isMoved ? afresh.clean : afresh.before, {
        ignored: (key) => isKept(key) || (!isMoved && WORKING_FILES.test(key)),
      }),
    ].map((flaw) => `a new run: ${flaw}`),
  ];
}

describe('a promotion without a crash', () => {
  it('moves the pointer once, and stages and tracker with it', async () => {
    const { production, registry } = new Platform(keysFolder, clean.state).ports;

    expect(clean.execution.output).toMatchObject({ outcome: 'promoted', modelVersion: 2, production: 2, reasons: [] });
    expect((await production.history('weather')).map(({ transitionId, from, to }) => [transitionId, from, to])).toEqual(
      [
        ['run-1', null, 1],
        [RUN, 1, 2],
      ],
    );
    expect([...(await registry.stages('weather'))]).toEqual([
      [1, 'Archived'],
      [2, 'Production'],
    ]);
    expect(JSON.parse(text(clean.state, 'artifacts/tracking/weather/production.json'))).toMatchObject({
      modelVersion: 2,
    });
    expect([FAILURE, REFUSAL].filter((key) => clean.state.has(key))).toEqual([]);
    expect(MIRRORS.filter((key) => !clean.state.has(key))).toEqual([]);
  });

  it('moves it again, from the version to itself, when a new run asks for it', async () => {
    const { production } = new Platform(keysFolder, afresh.clean).ports;

    expect((await production.history('weather')).map(({ from, to }) => [from, to])).toEqual([
      [null, 1],
      [1, 2],
      [2, 2],
    ]);
  });
});

describe('a promotion that crashes at one of its mutating calls', () => {
  it('ends as the clean run or with one record of its failure, and cleanly when it is run again', async () => {
    const flawed: string[] = [];
    const endings: Record<Ending, number> = { clean: 0, undone: 0, refused: 0, moved: 0 };
    let survived = 0;
    for (const kind of KINDS) {
      for (let point = 1; point <= clean.calls.length; point++) {
        const platform = new Platform(keysFolder, before);
        const run = crashAt(point, kind);
        const execution = await platform.promote(RUN, 2, run.store);
        const state = platform.state();
        const ending = endingOf(execution, state);
        endings[ending] += 1;
        const flaws = [...flawsOf(ending, execution, state), ...(await flawsOfAgain(state))];
        if (flaws.length === 0) survived += 1;
        else flawed.push(`${kind} ${run.calls[point - 1]}: ${ending}: ${flaws.join('; ')}`);
      }
    }
    process.stdout.write(`survived ${survived} of ${3 * clean.calls.length}\n`);
    process.stdout.write(`${JSON.stringify(endings)}\n`);

    expect(flawed).toEqual([]);
    expect(survived).toBe(3 * clean.calls.length);
    expect(Object.values(endings).every((times) => times > 0)).toBe(true);
  });

  it('has calls on every kind of object that a promotion leaves', () => {
    const kinds = ['promotions', 'twins', 'approvals', 'production.json', 'audit', 'transitions', 'stages', 'tracking'];
    expect(kinds.filter((kind) => !clean.calls.some((call) => call.includes(kind)))).toEqual([]);
    expect(clean.calls.length).toBeGreaterThanOrEqual(20);
  });
});

describe('the audit record of a promotion', () => {
  it('cites the report that is kept, after a second run of the same id on newer data too', async () => {
    const platform = new Platform(keysFolder, clean.state);
    const input = { dataset: 'weather', modelVersion: 2, asOf: '2020-03-15' };
    expect((await platform.run('promote', RUN, input)).output).toEqual(clean.execution.output);
    const again = platform.state();
    const { evidence } = transitionSchema.parse(JSON.parse(text(again, POINTER)));
    const report = again.get(`artifacts/promotions/weather/${RUN}/comparison.json`)!;

    expect(evidence?.reportUri).toBe(`s3://artifacts/promotions/weather/${RUN}/comparison.json`);
    expect(evidence?.reportSha256).toBe(createHash('sha256').update(report).digest('hex'));
  });
});

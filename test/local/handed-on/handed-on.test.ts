import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Execution, Json } from '../../../asl/index.ts';
import type { Layer } from '../../../core/contracts/layers.ts';
import { lookOf } from '../../lambdas/promote/fixture.ts';
import type { MemoryStore } from '../../support/memory-store.ts';
import { Platform, runMachine, type State, twoVersions } from '../promotion/platform.ts';

const RANGE = { start: '2020-01-13', end: '2020-03-08' };
const LOOK = 'monitoring/weather/looks/2020-02-09.jsonl';

interface HandOver {
  readonly file: string;
  readonly of: 'selection' | 'refresh' | 'comparison' | 'guard' | 'forecast';
  /** The task that the file is handed to; it is changed right before. */
  readonly to: string;
  readonly key: RegExp;
  readonly bucket?: Layer;
  readonly change?: (store: MemoryStore, key: string) => Promise<void>;
}

/** One bit of the last byte. */
async function flip(store: MemoryStore, key: string): Promise<void> {
  const body = await store.read(key);
  store.put(key, body.with(body.length - 1, body[body.length - 1] ^ 1));
}

/** JSON as another program would write it: it says the same. */
async function respell(store: MemoryStore, key: string): Promise<void> {
  store.put(key, JSON.stringify(JSON.parse(new TextDecoder().decode(await store.read(key)))));
}

async function nameOneLess(store: MemoryStore, key: string): Promise<void> {
  const manifest = JSON.parse(new TextDecoder().decode(await store.read(key))) as unknown[];
  store.put(key, JSON.stringify(manifest.slice(0, -1)));
}

/** The plan first; then what it names. */
const POINTS = /^trials\/weather\/.*\/points\/part-\d+\.points$/;

const HAND_OVERS: readonly HandOver[] = [
  {
    file: "a trial's summary",
    of: 'selection',
    to: 'select',
    key: /^trials\/weather\/.*run-9.*\/summary\.json$/,
    change: respell,
  },
  {
    file: "a trial's summary, compared already",
    of: 'selection',
    to: 'register',
    key: /^trials\/weather\/.*run-9-naive.*\/summary\.json$/,
    change: respell,
  },
  { file: "a trial's points", of: 'selection', to: 'plan-fit', key: /^trials\/weather\/.*run-9-mean.*\.points$/ },
  { file: 'the points of the selection that a refresh leans on', of: 'refresh', to: 'fit-on-lambda', key: POINTS },
  {
    file: "the trials' series manifest",
    of: 'selection',
    to: 'train-on-lambda',
    key: /run-9\/series\.manifest$/,
    change: nameAnother,
  },
  {
    file: "the fit's series manifest",
    of: 'refresh',
    to: 'fit-on-lambda',
    key: /run-9\/series\.manifest$/,
    change: nameAnother,
  },
  { file: "the fit's plan", of: 'refresh', to: 'fit-on-lambda', key: /run-9\/fit\/fit-plan\.json$/, change: respell },
  {
    file: "the fit's memory manifest",
    of: 'refresh',
    to: 'fit-on-lambda',
    key: /run-9\/fit\/memory\.manifest$/,
    change: nameOneLess,
  },
  { file: 'a look', of: 'refresh', to: 'fit-on-lambda', key: new RegExp(`^${LOOK}$`) },
  {
    file: 'the model in force',
    of: 'refresh',
    to: 'fit-on-lambda',
    key: /^models\/weather\/.*run-1-fit.*\/model\.jsonl$/,
  },
  {
    file: "the fit's summary",
    of: 'refresh',
    to: 'register',
    key: /^models\/weather\/.*run-9-fit.*\/summary\.json$/,
    change: respell,
  },
  { file: "the fit's model", of: 'refresh', to: 'register', key: /^models\/weather\/.*run-9-fit.*\/model\.jsonl$/ },
  {
    file: "the fit's recorded forecasts",
    of: 'refresh',
    to: 'register',
    key: /^models\/weather\/.*run-9-fit.*\/forecasts\/.*$/,
  },
  {
    file: 'what the checks of a change found',
    of: 'comparison',
    to: 'judge',
    key: /run-2\/compliance\.json$/,
    change: respell,
  },
  {
    file: "a twin's series manifest",
    of: 'comparison',
    to: 'fit-on-lambda',
    key: /run-2\/challenger-twin\.manifest$/,
    change: nameAnother,
  },
  {
    file: "a twin's plan",
    of: 'comparison',
    to: 'fit-on-lambda',
    key: /run-2\/production-twin\/fit-plan\.json$/,
    change: respell,
  },
  {
    file: "a twin's memory manifest",
    of: 'comparison',
    to: 'fit-on-lambda',
    key: /run-2\/challenger-twin\/memory\.manifest$/,
    change: nameOneLess,
  },
  {
    file: "the challenger's twin",
    of: 'comparison',
    to: 'judge',
    key: /^twins\/weather\/.*run-2-challenger.*\/summary\.json$/,
    change: respell,
  },
  {
    file: "the twin of Production's forecasts",
    of: 'comparison',
    to: 'judge',
    key: /^twins\/weather\/.*run-2-production.*\/forecasts\/.*$/,
  },
  {
    file: 'what the checks of a refresh found',
    of: 'guard',
    to: 'guard',
    key: /run-3\/compliance\.json$/,
    change: respell,
  },
  {
    file: 'what the fit of a refresh says it found',
    of: 'guard',
    to: 'guard',
    key: /^models\/weather\/.*run-3-fit.*\/summary\.json$/,
    change: respell,
  },
  {
    file: 'the model that was looked up',
    of: 'forecast',
    to: 'forecast-on-lambda',
    key: /^models\/weather\/.*run-1-fit.*\/model\.jsonl$/,
  },
  {
    file: "the forecasting job's summary",
    of: 'forecast',
    to: 'publish',
    key: /run-9\/forecast\/summary\.json$/,
    change: respell,
  },
  {
    file: "the forecasting job's data file",
    of: 'forecast',
    to: 'publish',
    key: /forecasts\/run_id=run-9\/.*$/,
    bucket: 'gold',
  },
];

const WEATHER = { dataset: 'weather' };
const RUNS: Readonly<
  Record<HandOver['of'], { readonly machine: string; readonly name: string; readonly input: Json }>
> = {
  selection: { machine: 'train', name: 'run-9', input: { ...WEATHER, range: RANGE } },
  refresh: { machine: 'train', name: 'run-9', input: { ...WEATHER, range: RANGE, learn: { refreshOf: 'production' } } },
  comparison: { machine: 'promote', name: 'run-2', input: { ...WEATHER, modelVersion: 2 } },
  guard: { machine: 'promote', name: 'run-3', input: { ...WEATHER, modelVersion: 3 } },
  forecast: {
    machine: 'forecast',
    name: 'run-9',
    input: { ...WEATHER, modelVersion: 'production', after: '2020-03-08' },
  },
};

/** One more file of the table's folder, which no commit names. */
async function nameAnother(store: MemoryStore, key: string): Promise<void> {
  const [prefix, first, ...rest] = JSON.parse(new TextDecoder().decode(await store.read(key))) as string[];
  const forged = 'shard=0/part-0123456789abcdef.parquet';
  const { stores } = here;
  stores.silver.put(`weather/series/${forged}`, await stores.silver.read(`weather/series/${first}`));
  store.put(key, JSON.stringify([prefix, first, ...rest, forged]));
}

let keysFolder: string;
let before: State;
let here: Platform;

beforeAll(async () => {
  const platform = await twoVersions();
  keysFolder = platform.keysFolder;
  platform.stores.artifacts.put(LOOK, lookOf('2020-02-09'));
  const refresh = { ...RUNS.refresh, name: 'run-3' };
  expect(await runMachine(refresh, [platform.ports])).toMatchObject({ status: 'SUCCEEDED' });
  before = platform.state();
});

/** The machine, and how often the file was changed on its way. */
async function run({ of, to, key: wanted, bucket = 'artifacts', change = flip }: HandOver) {
  here = new Platform(keysFolder, before);
  const store = here.stores[bucket];
  let changes = 0;
  const execution = await runMachine(
    {
      ...RUNS[of],
      async before(step) {
        if (step !== to || changes > 0) return;
        const key = [...store.objects.keys()].find((one) => wanted.test(one));
        if (key === undefined) throw new Error(`no object like ${String(wanted)} before ${to}`);
        changes += 1;
        await change(store, key);
      },
    },
    [here.ports],
  );
  return { execution, changes };
}

/** A failed machine says it by its error; a comparison that cannot be made refuses the challenger, and its reasons say it. */
function refusalOf({ status, error, output }: Execution): string {
  if (status === 'FAILED') return String(error);
  const { outcome, reasons = [] } = output as { readonly outcome?: string; readonly reasons?: readonly string[] };
  return outcome === 'refused' ? reasons.join('\n') : `${status}, ${outcome}`;
}

describe('what one step leaves for another', () => {
  it.each(HAND_OVERS)('is refused by name where it was changed in between: $file', async (handOver) => {
    const { execution, changes } = await run(handOver);
    expect(changes).toBe(1);
    expect(refusalOf(execution)).toMatch(/^(.*\n)*.*ArtifactMismatch/);
    expect((await here.ports.production.history('weather')).map(({ to }) => to)).toEqual([1]);
    expect(await here.stores.gold.list('weather/forecasts/_delta_log/')).toEqual([]);
  });

  it.each(Object.keys(RUNS) as HandOver['of'][])('is taken where nobody has changed it: %s', async (of) => {
    here = new Platform(keysFolder, before);
    const { status, output } = await runMachine(RUNS[of], [here.ports]);
    expect(status).toBe('SUCCEEDED');
    if (RUNS[of].machine === 'promote') expect(output).toMatchObject({ outcome: 'promoted' });
  });
});

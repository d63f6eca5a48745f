import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDemoData } from '../../../cli/demo/demo-data.ts';
import { synthesize } from '../cdk.ts';
import type { Check, Site } from '../check.ts';
import { AccountPlace } from './account.ts';
import * as acts from './acts.ts';
import { compareObjects, compareTexts, OF_A_DATASET, OF_A_REPLAY } from './compare.ts';
import { FolderPlace } from './folder.ts';
import type { Place } from './place.ts';

/** Up to here the first version learns; the rest of the demo's data comes true afterwards. */
const LAST_DAY_KNOWN = '2015-06-30';

/** The same history in the deployed environment and in a folder, and the data that both are given. */
interface Pair {
  readonly account: AccountPlace;
  readonly folder: FolderPlace;
  readonly csv: string;
}

async function pairOf(site: Site): Promise<Pair> {
  const file = join(site.emulators.folder, 'temperatures.csv');
  await writeDemoData(file);
  return {
    account: new AccountPlace(site),
    folder: new FolderPlace({ root: join(site.emulators.folder, 'laptop'), assembly: site.deployment }),
    csv: await readFile(file, 'utf8'),
  };
}

/** One after the other: each wants the machine for itself. */
async function inBoth<T>({ account, folder }: Pair, act: (place: Place) => Promise<T>) {
  const there = await act(folder);
  return { account: await act(account), folder: there };
}

interface Act {
  readonly name: string;
  readonly quick: boolean;
  readonly run: (pair: Pair, site: Site) => Promise<readonly string[]>;
}

const ACTS: readonly Act[] = [
  {
    name: "retrain in the README's words, with prod's approval, which the command approve answers with --env, and forecast, on the demo's data",
    quick: true,
    run: async (pair, site) => {
      const asking = await synthesize(site.emulators, { environment: site.deployment.environment, change: 'approval' });
      const known = acts.upTo(LAST_DAY_KNOWN, pair.csv);
      const asked = { asking, before: site.deployment };
      return done(inBoth(pair, (place) => acts.learnAndForecast(place, known, asked)));
    },
  },
  {
    name: 'monitor and evaluate, when the rest of the data arrives',
    quick: true,
    run: (pair) => done(inBoth(pair, (place) => acts.watchAndScore(place, pair.csv))),
  },
  {
    name: 'retrain once more: the same recipe goes live by the guard',
    quick: true,
    run: (pair) => done(inBoth(pair, acts.selectAnew)),
  },
  {
    name: 'smoke: the small forecast is sound, and no alarm has turned red',
    quick: true,
    run: (pair) => done(inBoth(pair, acts.smokeTest)),
  },
  {
    name: 'the command models lists, shows and tells the history with --env as in a folder',
    quick: true,
    run: async (pair) => {
      const { account, folder } = await inBoth(pair, acts.readModels);
      return account.flatMap((text, i) => compareTexts(text, folder[i] ?? '', pair.account.buckets));
    },
  },
  {
    name: 'the command rollback goes back with --env',
    quick: true,
    run: (pair) => done(inBoth(pair, acts.rollBack)),
  },
  {
    name: "tables, models, summaries, records: a laptop's, byte for byte",
    quick: true,
    run: async (pair, { say }) => {
      const { account, folder } = await inBoth(pair, (place) => place.objects());
      return compared(
        say,
        compareObjects({ account, folder, buckets: pair.account.buckets, exceptions: OF_A_DATASET }),
      );
    },
  },
  {
    name: 'replay, to the same replay.json, models and tables as on a laptop',
    quick: false,
    run: replayed,
  },
];

/** What holds of an environment that runs: in the order in which a user would live through it. */
export function runChecks(): readonly Check[] {
  let pair: Promise<Pair> | undefined;
  return ACTS.map(({ name, quick, run }) => ({
    name,
    quick,
    run: async (site) => run(await (pair ??= pairOf(site)), site),
  }));
}

async function done(acting: Promise<unknown>): Promise<readonly string[]> {
  await acting;
  return [];
}

function compared(
  say: Site['say'],
  { problems, sameBytes, sameTexts }: ReturnType<typeof compareObjects>,
): readonly string[] {
  say(`${sameBytes} objects are the same in every byte, ${sameTexts} but for times and the names of buckets`);
  return problems;
}

/** In an account a replay has a place of its own beside the data set's; on a laptop it has a folder. */
async function replayed(pair: Pair, { emulators, deployment, say }: Site): Promise<readonly string[]> {
  const root = join(emulators.folder, 'laptop-replay');
  for (const layer of ['landing', 'bronze', 'silver'] as const)
    await cp(join(pair.folder.root, layer), join(root, layer), { recursive: true });
  const folder = new FolderPlace({ root, assembly: deployment });
  await acts.replay(folder);
  await acts.replay(pair.account);
  const made = {
    account: acts.ofReplay(await pair.account.objects()),
    folder: acts.ofLaptopReplay(await folder.objects()),
  };
  return compared(say, compareObjects({ ...made, buckets: pair.account.buckets, exceptions: OF_A_REPLAY }));
}

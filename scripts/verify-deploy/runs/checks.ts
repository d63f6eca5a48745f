import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDemoData } from '../../../cli/demo/demo-data.ts';
import { type Assembly, synthesize } from '../cdk.ts';
import type { Check, Site } from '../check.ts';
import { AccountPlace } from './account.ts';
import * as acts from './acts.ts';
import { compareObjects, compareTexts, OF_A_DATASET, OF_A_REPLAY } from './compare.ts';
import { FolderPlace } from './folder.ts';
import type { Place } from './place.ts';

/** Up to here the first version learns; the rest of the demo's data comes true afterwards. */
const LAST_DAY_KNOWN = '2015-06-30';

/** The same history in the deployed environment and in a folder, and what both are given. */
class Twins {
  readonly account: AccountPlace;
  readonly folder: FolderPlace;
  readonly root: string;
  readonly csv: string;
  readonly #site: Site;
  #approval: Promise<Assembly> | undefined;

  private constructor(
    site: Site,
    { account, root, csv }: { readonly account: AccountPlace; readonly root: string; readonly csv: string },
  ) {
    this.#site = site;
    this.account = account;
    this.root = root;
    this.csv = csv;
    this.folder = new FolderPlace({ root, assembly: site.deployment });
  }

  static async of(site: Site): Promise<Twins> {
    const file = join(site.emulators.folder, 'temperatures.csv');
    await writeDemoData(file);
    const [account, csv] = await Promise.all([AccountPlace.of(site), readFile(file, 'utf8')]);
    return new Twins(site, { account, csv, root: join(site.emulators.folder, 'laptop') });
  }

  /** The environment with prod's approval, synthesized once. */
  approval(): Promise<Assembly> {
    const { emulators, deployment } = this.#site;
    return (this.#approval ??= synthesize(emulators, { environment: deployment.environment, change: 'approval' }));
  }

  /** One after the other: each wants the machine for itself. */
  async both<T>(act: (place: Place) => Promise<T>): Promise<readonly [account: T, folder: T]> {
    const folder = await act(this.folder);
    return [await act(this.account), folder];
  }
}

interface Act {
  readonly name: string;
  readonly quick: boolean;
  readonly run: (twins: Twins, site: Site) => Promise<readonly string[]>;
}

const ACTS: readonly Act[] = [
  {
    name: "retrain in the README's words, and forecast, on the demo's data",
    quick: true,
    run: (twins) => done(twins.both((place) => acts.learnAndForecast(place, acts.upTo(LAST_DAY_KNOWN, twins.csv)))),
  },
  {
    name: 'monitor and evaluate, when the rest of the data arrives',
    quick: true,
    run: (twins) => done(twins.both((place) => acts.watchAndScore(place, twins.csv))),
  },
  {
    name: "with prod's approval: a promotion waits, and npm run approve -- --env answers it",
    quick: true,
    run: async (twins, site) => {
      const asking = await twins.approval();
      return done(twins.both((place) => acts.approve(place, { asking, before: site.deployment })));
    },
  },
  {
    name: 'npm run models -- list, show, history --env: as in a folder',
    quick: true,
    run: async (twins) => {
      const [account, folder] = await twins.both(acts.readModels);
      return account.flatMap((text, i) => compareTexts(text, folder[i] ?? '', twins.account.buckets));
    },
  },
  {
    name: 'npm run rollback -- --env',
    quick: true,
    run: (twins) => done(twins.both(acts.rollBack)),
  },
  {
    name: "tables, models, summaries, records: a laptop's, byte for byte",
    quick: true,
    run: async (twins, { say }) => {
      const [account, folder] = await twins.both((place) => place.objects());
      return compared(
        say,
        compareObjects({ account, folder, buckets: twins.account.buckets, exceptions: OF_A_DATASET }),
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
  let twins: Promise<Twins> | undefined;
  return ACTS.map(({ name, quick, run }) => ({
    name,
    quick,
    run: async (site) => run(await (twins ??= Twins.of(site)), site),
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
async function replayed(twins: Twins, { emulators, deployment, say }: Site): Promise<readonly string[]> {
  const root = join(emulators.folder, 'laptop-replay');
  for (const layer of ['landing', 'bronze', 'silver'] as const)
    await cp(join(twins.root, layer), join(root, layer), { recursive: true });
  const folder = new FolderPlace({ root, assembly: deployment });
  await acts.replay(folder);
  await acts.replay(twins.account);
  const made = {
    account: acts.ofReplay(await twins.account.objects()),
    folder: acts.ofLaptopReplay(await folder.objects()),
  };
  return compared(say, compareObjects({ ...made, buckets: twins.account.buckets, exceptions: OF_A_REPLAY }));
}

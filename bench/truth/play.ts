import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { jobKeys } from '../../core/contracts/keys.ts';
import { SUMMARY_FILE } from '../../core/train/training-summary.ts';
import { measure } from '../measure.ts';
import { replayCommand } from '../synth.ts';
import { windowsOf, windowSchema } from './in-force.ts';
import { contentOf, kept, KEPT_DIR } from './kept.ts';
import { POLICIES, type PolicyName } from './policies.ts';
import { replayOptions, type TruthSet } from './sets.ts';

const playSchema = z.object({
  windows: z.array(windowSchema),
  /** Of the whole replay, as a process. */
  seconds: z.number(),
  /** Models fitted: a training job's folds, and the fit on all of its window. */
  fits: z.number(),
});
export type Play = z.infer<typeof playSchema>;

/** Far beyond a replay that selects at every look of ten years of days, on a machine that has other work as well. */
const TIMEOUT_MS = 3_600_000;

/** What a replay's tables are read by. */
const SCORING = 'bench/truth/in-force.ts';

export interface Game {
  readonly set: TruthSet;
  readonly policy: PolicyName;
  /** What people know it by: the set and the policy, unless it says otherwise. */
  readonly label?: string;
}

export function labelOf({ set, policy, label }: Game): string {
  return label ?? `${set.name}-${policy}`;
}

/** The product, living through a set by a policy: `npm run replay`, in a folder below .cache/bench-truth that a person can open. */
export async function play(game: Game, code: string): Promise<Play> {
  const { set, policy } = game;
  const options = [...replayOptions(set), ...POLICIES[policy]];
  const key = { code, scoring: await contentOf(SCORING), options, content: await contentOf(set.csv) };
  const label = labelOf(game);
  return kept({ label, key, schema: playSchema }, async () => {
    const folder = join(KEPT_DIR, 'replays', label);
    const { seconds } = await measure({ ...replayCommand(folder, options), timeoutMs: TIMEOUT_MS });
    return {
      windows: [...(await windowsOf(folder))],
      seconds,
      fits: await fitsOf(set.name, join(folder, 'artifacts')),
    };
  });
}

/** A trial's folds; a fit's members, whose folds are the trials' again. */
const summarySchema = z.object({ folds: z.array(z.unknown()), members: z.array(z.unknown()).optional() });

/** Every training job of the replay leaves a summary, a twin's too. */
async function fitsOf(dataset: string, artifacts: string): Promise<number> {
  const { trials, models, twins } = jobKeys;
  let fits = 0;
  for (const folder of [trials, models, twins].map((keyOf) => join(artifacts, keyOf(dataset)))) {
    // Where nothing was compared, there are no twins.
    const paths = await readdir(folder, { recursive: true }).catch(() => []);
    for (const path of paths.filter((found) => basename(found) === SUMMARY_FILE)) {
      const { folds, members } = summarySchema.parse(JSON.parse(await readFile(join(folder, path), 'utf8')));
      fits += (members ?? folds).length;
    }
  }
  return fits;
}

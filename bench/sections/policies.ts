import { z } from 'zod';
import type { KindName } from '../../test/local/policies/histories.ts';
import { measure, node } from '../measure.ts';
import type { Figure, Target } from '../report.ts';

/** Neither those that thresholds were chosen by (from 10,000 on) nor those of the test (1 to 100). */
const FIRST_SEED = 1001;
const SEEDS = 200;

const tallySchema = z.object({
  helps: z.number(),
  nothing: z.number(),
  hurts: z.number(),
  ratio: z.number(),
  worst: z.number(),
});
type Tally = z.infer<typeof tallySchema>;
const resultSchema = z.array(z.object({ kind: z.string(), latest: tallySchema, bestCv: tallySchema }));

const AHEAD: Target = { atMost: 0.95 };
const FREE: Target = { atMost: 1.01 };

/** No target on an episode: its cross-validation is bad, so that never retraining, by promote-best-cv, is the best one can do. */
const TARGETS: Readonly<Partial<Record<KindName, Target>>> = {
  'a yearly course and noise': FREE,
  'a slow trend': FREE,
  'filled in from last year, measured again in the holdout': AHEAD,
  'filled in from last year until training ends': AHEAD,
  'a shift that stays': FREE,
};

/** What the gates and the monitor are worth: how often they help, do nothing and hurt, over many histories of every kind. */
export async function policies(): Promise<readonly Figure[]> {
  const args = ['bench/programs/policies.ts', String(FIRST_SEED), String(SEEDS)];
  const { stdout } = await measure(node('--import', 'tsx', ...args));
  return resultSchema.parse(JSON.parse(stdout)).flatMap(({ kind, latest, bestCv }) => {
    return [figureOf(kind, "promote-latest's", latest), figureOf(kind, "promote-best-cv's", bestCv)];
  });
}

function figureOf(kind: string, whose: string, { helps, nothing, hurts, ratio, worst }: Tally): Figure {
  const target = (TARGETS as Readonly<Record<string, Target | undefined>>)[kind];
  return {
    name: `${kind}: realised RMSE by gates and monitor over ${whose}`,
    value: ratio,
    unit: 'x',
    limitedBy: 'what a short holdout and a few weeks of errors can tell',
    note: `of ${SEEDS} histories, helps in ${helps}, does nothing in ${nothing}, hurts in ${hurts}; worst ${worst.toPrecision(3)} x`,
    ...(target === undefined ? {} : { target }),
  };
}

import * as z from 'zod';
import { POLICY_NAMES, USUAL_POLICIES } from './policies.ts';

const USUAL_SERIES = '../shared/series';

/** Of `npm run bench`, for the section `truth` alone. */
export const truthOptions = {
  series: z.string().default(USUAL_SERIES).meta({
    placeholder: 'DIR',
    description: 'truth: folder of the data sets and sets.json; without it the section is left out',
  }),
  sets: z.array(z.string()).optional().meta({
    placeholder: 'NAME,...',
    description: 'truth: some of the sets, without Python Prophet, damages and M4 (default: all)',
  }),
  policies: z
    .array(z.enum(POLICY_NAMES))
    .optional()
    .meta({
      placeholder: 'NAME,...',
      description: `truth: some of the policies, without Python Prophet, damages and M4 (default: ${USUAL_POLICIES.join(', ')})`,
    }),
  all: z.boolean().default(false).meta({ description: 'truth: all policies, the yardsticks with the new list too' }),
};

export type TruthOptions = z.output<z.ZodObject<typeof truthOptions>>;

/** Whether all sets that everybody has are played, as usual. */
export function isUsual({ series, sets, policies }: TruthOptions): boolean {
  return series === USUAL_SERIES && sets === undefined && policies === undefined;
}

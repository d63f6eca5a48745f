/** The families that there were when the yardsticks were set: they are not measured with what came after. */
const FOUR_FAMILIES = ['--candidates', 'seasonal-naive,climatology,harmonic,prophet'];

/** What decides who is live, and what a version is made of: the options of `npm run replay`, by the names that figures have. */
export const POLICIES = {
  'promote-latest': ['--policy', 'promote-latest', '--recipe', 'choice', ...FOUR_FAMILIES],
  'refresh-latest': ['--policy', 'refresh-latest', '--recipe', 'choice', ...FOUR_FAMILIES],
  gates: ['--policy', 'gates', '--recipe', 'blend'],
  'promote-latest-all': ['--policy', 'promote-latest', '--recipe', 'choice'],
  'refresh-latest-all': ['--policy', 'refresh-latest', '--recipe', 'choice'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PolicyName = keyof typeof POLICIES;
export const POLICY_NAMES = Object.keys(POLICIES) as [PolicyName, ...PolicyName[]];

/** The new list under the yardsticks' policies has no target: it is played where somebody asks for it. */
export const USUAL_POLICIES: readonly PolicyName[] = ['promote-latest', 'refresh-latest', 'gates'];

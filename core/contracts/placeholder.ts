import type { Dataset } from './dataset.ts';

/** Begins what stands in a literal until a person has written there what no file says. */
const MARK = 'FILL IN: ';

export function placeholder(what: string): string {
  return `${MARK}${what}`;
}

const FIELDS = ['description', 'owner', 'intendedUse'] as const satisfies readonly (keyof Dataset)[];

/** The fields that a person has yet to fill in. */
export function placeholdersIn(dataset: Pick<Dataset, (typeof FIELDS)[number]>): readonly string[] {
  return FIELDS.filter((field) => dataset[field].startsWith(MARK));
}

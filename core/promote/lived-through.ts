import type { Transition } from '../contracts/promotion.ts';

type Move = Pick<Transition, 'atMs' | 'livedThrough'>;
/** How whoever shows it writes a time. */
type Written = (atMs: number) => string;

/** When a move was made, as its reader takes it: on the date that a replay was living through, or by the clock. */
export function whenOf({ livedThrough, atMs }: Move, written: Written): string {
  return livedThrough ?? written(atMs);
}

/** What the dates of a replay's moves mean; undefined where no replay made any. */
export function livedThroughNote(moves: readonly Move[], written: Written): string | undefined {
  const lived = moves.flatMap(({ livedThrough, atMs }) => (livedThrough === undefined ? [] : [written(atMs)]));
  const [first, last] = [lived[0], lived.at(-1)];
  if (first === undefined) return undefined;
  const when = first === last ? `at ${first}` : `from ${first} to ${last}`;
  return `A date alone is the last that the replay knew when it made the move, living through history; it ran ${when} UTC.`;
}

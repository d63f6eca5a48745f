import type { DataContract } from '../contracts/data-contract.ts';
import { plural } from '../contracts/figures.ts';
import { shown } from '../contracts/visible.ts';
import { ROWS_OF_A_FORMAT } from '../ingest/kinds.ts';
import { HAS_DIGIT, LONGEST_FORM } from '../series/trouble/trouble.ts';
import { isNumber } from './column-profile.ts';
import type { Doubt } from './undecided.ts';

const MOST_MARKERS = 10;
/** What programs write for "no value" that reads as a number. */
const SENTINELS = new Set(['-9', '-99', '-999', '-9999', '-99999', '999', '9999', '99999', '999999']);

/** Texts that stand where a number should, often enough to mean something. */
export function missingMarkers(
  values: Iterable<string>,
  contract: DataContract,
): { readonly markers: readonly string[]; readonly doubts: readonly Doubt[] } {
  const counts = new Map<string, number>();
  const sentinels = new Map<string, number>();
  let [least, most] = [Infinity, -Infinity];
  for (const text of values) {
    const plain = text.replace(/\.0+$/, '');
    if (SENTINELS.has(plain)) sentinels.set(text, (sentinels.get(text) ?? 0) + 1);
    else if (/^[+-]?[\d.]+$/.test(text)) [least, most] = [Math.min(least, Number(text)), Math.max(most, Number(text))];
    const isMarker = text !== '' && (!HAS_DIGIT.test(text) || text.startsWith('#')) && text.length <= LONGEST_FORM;
    if (isMarker && !contract.missingValues.includes(text) && !isNumber(text, contract))
      counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const markers = [...counts].filter(([, rows]) => rows >= ROWS_OF_A_FORMAT).slice(0, MOST_MARKERS);
  const field = 'contract.missingValues';
  const far = [...sentinels].filter(([text, rows]) => rows >= ROWS_OF_A_FORMAT && isFar(Number(text), { least, most }));
  return {
    markers: markers.map(([text]) => text),
    doubts: [
      ...markers.map(([text, rows]) => ({
        field,
        says: `'${shown(text)}' (${plural(rows, 'row')}) is read as no value; where it means a number, 0 perhaps, write that into the file`,
      })),
      ...far.map(([text, rows]) => ({
        field,
        says: `'${text}' (${plural(rows, 'row')}) lies far from the other values; where it means no value, say so: --missing=${text}`,
      })),
    ],
  };
}

/** Further from all others than they are from each other. */
function isFar(value: number, { least, most }: { readonly least: number; readonly most: number }): boolean {
  return Number.isFinite(least) && Math.max(least - value, value - most) > Math.max(most - least, 1);
}

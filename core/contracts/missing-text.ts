import { plural } from './figures.ts';
import type { MissingList, MissingWhy, Simplest } from './missing-series.ts';

const WHY: Readonly<Record<MissingWhy, string>> = {
  'every-row-refused': 'every row refused',
  'failed-in-training': 'failed in training',
  'no-forecast': 'no forecast',
  'no-longer-delivers': 'no longer delivers',
};

/** As many as a sentence names. */
const NAMED = 5;

/** One sentence: how many of the delivered series are missing, the first by name, each with its reason. */
export function missingText({ delivered, inAll, first }: MissingList): string {
  if (inAll === 0)
    return `all ${plural(delivered, 'series', 'series')} that were delivered are forecast and still deliver`;
  const named = first.slice(0, NAMED).map(({ uniqueId, why, detail }) => `${uniqueId} (${WHY[why]}: ${detail})`);
  const more = inAll - named.length;
  return (
    `${inAll} of ${plural(delivered, 'series', 'series')} that were delivered ${inAll === 1 ? 'is' : 'are'} without a forecast, or silent: ` +
    `${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`
  );
}

/** One sentence on the series that no candidate could be fitted to; undefined where there is none. */
export function simplestText(simplest: Simplest | undefined): string | undefined {
  if (simplest === undefined || simplest.inAll === 0) return undefined;
  const { inAll, withoutWidth = 0, first } = simplest;
  const named = first.slice(0, NAMED).map(({ uniqueId }) => uniqueId);
  const more = inAll - named.length;
  const width =
    withoutWidth === 0
      ? ''
      : `; ${inAll === 1 ? 'its interval has' : `the intervals of ${withoutWidth} of them have`} no width, since the rows do not say how far off the value may be`;
  return (
    `${plural(inAll, 'series', 'series')} with too few rows for any candidate ${inAll === 1 ? 'is' : 'are'} forecast by the last value: ` +
    `${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}${width}`
  );
}

import { type ForecastNotes, type Implausible, SERIES_NAMED, type Unobserved } from '../contracts/forecast-notes.ts';
import { plural, significant } from '../contracts/figures.ts';
import { positionsText } from '../series/calendar-positions.ts';

/** One sentence for people on the positions without a forecast; undefined where there is none. */
export function unobservedText(unobserved: readonly Unobserved[]): string | undefined {
  if (unobserved.length === 0) return undefined;
  const parts = bySeries(unobserved).map((alike) => {
    const rows = alike.reduce((sum, one) => sum + one.rows, 0);
    const positions = positionsText(alike.map(({ position }) => position));
    return `${positions} (${plural(rows, 'row')} of ${seriesText(alike[0])})`;
  });
  return `no forecast for ${parts.join('; ')}: never observed in training`;
}

/** Positions that the same series lack are said together. */
function bySeries(unobserved: readonly Unobserved[]): readonly (readonly Unobserved[])[] {
  const groups = new Map<string, Unobserved[]>();
  for (const one of unobserved) {
    const key = JSON.stringify([one.series, one.first]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** A sentence on forecasts, and one on intervals, that lie far outside of what was observed; none where none does. */
export function implausibleTexts({ forecasts, intervals }: ForecastNotes['implausible']): readonly string[] {
  return [
    ...(forecasts === null ? [] : [implausibleText('forecast', forecasts)]),
    ...(intervals === null ? [] : [implausibleText('interval', intervals)]),
  ];
}

export function implausibleText(what: 'forecast' | 'interval', { furthest, ...found }: Implausible): string {
  const [least, most] = furthest.observed.map(significant);
  const far = furthest.ranges === null ? '' : `, ${significant(furthest.ranges)} times that range outside`;
  return (
    `${plural(found.rows, what)} of ${seriesText(found)} ${found.rows === 1 ? 'lies' : 'lie'} far outside of everything observed: ` +
    `the furthest is ${significant(furthest.value)} for '${furthest.uniqueId}' at ${furthest.ds}, observed ${least} to ${most}${far}`
  );
}

function seriesText({ series, first }: Pick<Unobserved, 'series' | 'first'>): string {
  const named = first.map((id) => `'${id}'`).join(', ');
  return series <= SERIES_NAMED ? named : `${plural(series, 'series', 'series')}, first ${named}`;
}

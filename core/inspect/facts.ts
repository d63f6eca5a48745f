import { figure, percent, plural, thousands } from '../contracts/figures.ts';
import type { Frequency } from '../contracts/frequency.ts';
import { quarantineShare } from '../contracts/steps/counts.ts';
import { DAY_MS } from '../series/duration.ts';
import { neverObserved } from '../series/never-observed.ts';
import { formatPeriod, instantOf } from '../series/time-axis.ts';
import { contradictedFrequency } from '../transform/contradicted-frequency.ts';
import { reportGaps } from '../transform/gap-report.ts';
import { presenceOf } from '../transform/presence.ts';
import { countAll } from '../transform/ledger.ts';
import { excessOf, summarise } from '../transform/tolerance.ts';
import { seriesIn } from './find-frequency.ts';
import { seasonsOf } from './find-seasons.ts';
import type { Settled } from './settle.ts';
import type { Doubt } from './undecided.ts';

/** What was found, a line each: what it is of, and what it is. */
export type Fact = readonly [label: string, text: string];

/** What the series are, and what of the rows became them. */
export function factsOf({ reading, frequency }: Pick<Settled, 'reading' | 'frequency'>): readonly Fact[] {
  const {
    axis,
    ledger,
    series: { panel, phases },
  } = reading;
  const series = seriesIn(reading);
  const { counts, reasons } = countAll(ledger);
  const lengths = series.map(({ ds }) => ds.length).sort((a, b) => a - b);
  const [shortest, longest] = [lengths[0], lengths[lengths.length - 1]];
  const [first, last] = spanOf(panel.ds);
  const left = [
    ...[...reasons].map(([reason, rows]) => `${thousands(rows)} ${reason}`),
    ...(counts.deduplicated > 0 ? [`${thousands(counts.deduplicated)} the same twice`] : []),
    ...(counts.aggregated > 0 ? [`${thousands(counts.aggregated)} put together with others`] : []),
    ...(counts.planned > 0 ? [`${thousands(counts.planned)} without a value yet`] : []),
  ];
  const own = phases.filter((phase) => phase !== axis.phase).length;
  return [
    ['rows', `${thousands(counts.bronze)}${left.length === 0 ? '' : `, of which ${left.join(', ')}`}`],
    [
      'series',
      `${thousands(series.length)}${series.length === 1 ? '' : `, of ${shortest === longest ? '' : `${thousands(shortest)} to `}${plural(longest, 'value')} each`}`,
    ],
    [
      'frequency',
      `${frequency}${calendarText(frequency, first, axis.phase)}${own === 0 ? '' : `; ${plural(own, 'series', 'series')} dated by days of their own`}`,
    ],
    ['span', `${formatPeriod(axis, first)} to ${formatPeriod(axis, last)}: ${plural(last - first + 1, frequency)}`],
    ['gaps', gapText(reading, frequency)],
    ['seasons', seasonText(reading, frequency)],
    ['values', rangeOf(panel.y)],
  ];
}

const LOOKED_AT = 500;

function gapText({ axis, series: { panel, phases } }: Settled['reading'], frequency: Frequency): string {
  const series = seriesIn({ series: { axis, panel, phases } });
  const { seriesWithGaps, missingPeriods } = reportGaps(series.map(presenceOf), axis);
  if (missingPeriods === 0) return 'none';
  const some = series.slice(0, LOOKED_AT);
  const empty = some.map(({ ds }) => neverObserved(ds, axis, ds[ds.length - 1]));
  // Of all series, or it would be no calendar of the data set's.
  const never = empty[0].filter((name) => empty.every((names) => names.includes(name)));
  const positions =
    never.length === 0 ? '' : `; never on ${never.slice(0, 12).join(', ')}${never.length > 12 ? ', ...' : ''}`;
  return `${plural(missingPeriods, frequency)} within ${plural(seriesWithGaps, 'series', 'series')}${positions}`;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Which day names a period. */
function calendarText(frequency: Frequency, period: number, phase: number): string {
  if (frequency === 'hour' || frequency === 'day') return '';
  const dates = [0, 1].map((next) => formatPeriod({ frequency, phase }, period + next));
  if (frequency !== 'week') return `, dated as ${dates.join(', ')}`;
  const day = Math.floor(instantOf({ frequency, phase }, period) / DAY_MS);
  return `, dated by ${WEEKDAYS[(((day + 4) % 7) + 7) % 7]}`;
}

function seasonText(reading: Settled['reading'], frequency: Frequency): string {
  const seasons = seasonsOf(seriesIn(reading), frequency);
  if (seasons.length === 0) return 'a series by the year has none';
  return seasons.map(({ steps, ratio }) => `${plural(steps, frequency)}: ${strengthOf(ratio)}`).join('; ');
}

/** @param ratio as FoundSeason has it */
function strengthOf(ratio: number | undefined): string {
  if (ratio === undefined) return 'the history is too short to tell';
  return ratio < 0.5 ? 'strong' : ratio < 0.85 ? 'clear' : ratio < 0.97 ? 'weak' : 'none seen';
}

function rangeOf(y: Float64Array): string {
  const sorted = y.slice().sort();
  const at = (share: number) => figure(sorted[Math.floor(share * (sorted.length - 1))]);
  return `${at(0)} to ${at(1)}, median ${at(0.5)}${y.every((value) => Number.isInteger(value)) ? ', whole numbers' : ''}`;
}

function spanOf(ds: Int32Array): readonly [number, number] {
  return ds.reduce<[number, number]>(
    ([first, last], one) => [Math.min(first, one), Math.max(last, one)],
    [Infinity, -Infinity],
  );
}

/** What a run would refuse of it. */
export function refusals({ reading, contract, frequency }: Settled, name: string): readonly Doubt[] {
  const { counts, reasons } = countAll(reading.ledger);
  const summaries = summarise(reasons, reading.quarantine, () => true);
  const judged = { dataset: { contract, frequency }, reasons: summaries, spacingMs: reading.ledger.spacingMs };
  const excess = excessOf('the data', { ...counts, undated: 0 }, judged);
  const contradicted = contradictedFrequency({ name, frequency }, seriesIn(reading).map(presenceOf));
  const refused = quarantineShare({ ...counts, undated: 0 });
  return [
    ...(excess === undefined
      ? []
      : [{ field: 'contract.maxQuarantineShare', says: `a run will refuse the data: ${excess.message}` }]),
    ...(contradicted === undefined
      ? []
      : [{ field: 'frequency', says: `a run will refuse the data: ${contradicted.message}` }]),
    ...(excess === undefined && refused > 0
      ? [
          {
            field: 'contract.maxQuarantineShare',
            says: `${percent(refused)} of the rows are refused (${summaries.map(({ reason, count }) => `${count} ${reason}`).join(', ')}): look at them`,
          },
        ]
      : []),
  ];
}

import type { Dataset } from '../contracts/dataset.ts';
import { plural } from '../contracts/figures.ts';
import { FREQUENCIES, type Frequency } from '../contracts/frequency.ts';
import { DAY_MS, HOUR_MS } from '../series/duration.ts';
import { seriesAt } from '../series/panel.ts';
import { contradictedFrequency } from '../transform/contradicted-frequency.ts';
import { presenceOf } from '../transform/presence.ts';
import { countAll } from '../transform/ledger.ts';
import type { BronzeReading } from '../transform/read-bronze.ts';
import { spacingText } from '../transform/spacing.ts';
import { type DeliveredRows, sampleOf, silverOf } from './rows.ts';
import { type Doubt, undecided } from './undecided.ts';

/** Rows that lie beside a frequency's calendar: slips. */
const SLIPS = 0.05;
/** Distances between neighbours: fewer fit any frequency. */
const LEAST_DISTANCES = 3;
/** Of a series' periods: below, the rows lie two or more apart. */
const MOSTLY_THERE = 0.55;

export interface FoundFrequency {
  readonly frequency: Frequency;
  readonly doubts: readonly Doubt[];
}

/**
 * How far apart the rows lie: the coarsest frequency on whose calendar each has a place of its own, since a row a month is on that of the days, too.
 *
 * @throws SourceRefused where there is none
 */
export function frequencyOf(deliveries: readonly DeliveredRows[], contract: Dataset['contract']): FoundFrequency {
  const sample = sampleOf(deliveries);
  let spacingMs: number | undefined;
  for (const frequency of FREQUENCIES.toReversed()) {
    const reading = silverOf(sample, { contract: { ...contract, aggregate: null }, frequency });
    const { panel } = reading.series;
    spacingMs = reading.ledger.spacingMs ?? spacingMs;
    if (!holds(reading, frequency)) continue;
    if (panel.ds.length - panel.uniqueIds.length < LEAST_DISTANCES) throw tooFew(panel.ds.length);
    return { frequency, doubts: gapDoubts(reading, frequency) };
  }
  if (contract.aggregate !== null) return gathered(spacingMs);
  throw betweenDates(spacingMs);
}

/** Whether the rows have places of their own, and lie no further apart. */
function holds(reading: BronzeReading, frequency: Frequency): boolean {
  const { counts, reasons } = countAll(reading.ledger);
  const beside = ['off-calendar', 'conflicting-duplicate', 'bad-date', 'ambiguous-date'] as const;
  const rows = beside.reduce((sum, reason) => sum + (reasons.get(reason) ?? 0), 0);
  if (counts.silver === 0 || rows > SLIPS * counts.bronze) return false;
  return contradictedFrequency({ name: '', frequency }, seriesIn(reading).map(presenceOf)) === undefined;
}

export function seriesIn({ series: { panel, phases } }: Pick<BronzeReading, 'series'>) {
  return panel.uniqueIds.map((_, index) => ({ ...seriesAt(panel, index), phase: phases[index] }));
}

function gapDoubts(reading: BronzeReading, frequency: Frequency): readonly Doubt[] {
  const series = seriesIn(reading);
  const periods = series.reduce((sum, { ds }) => sum + ds[ds.length - 1] - ds[0] + 1, 0);
  const there = series.reduce((sum, { ds }) => sum + ds.length, 0);
  if (there >= MOSTLY_THERE * periods) return [];
  return [
    {
      field: 'frequency',
      says:
        `by the ${frequency}, ${plural(periods - there, 'period')} of ${periods} have no row: where the rows lie further apart by design, ` +
        'forecast by a coarser frequency (--frequency, with --aggregate mean or sum)',
    },
  ];
}

/** Rows that are put together have a place on any calendar. */
function gathered(spacingMs: number | undefined): FoundFrequency {
  const frequency = spacingMs !== undefined && spacingMs < HOUR_MS ? 'hour' : 'day';
  const apart = spacingMs === undefined ? 'at uneven times' : `${spacingText(spacingMs)} apart`;
  return {
    frequency,
    doubts: [
      { field: 'frequency', says: `the rows lie ${apart}; they are put together by the ${frequency} (--frequency)` },
    ],
  };
}

function tooFew(rows: number) {
  return undecided({
    problem: 'the rows are too few to tell how far apart they lie',
    got: plural(rows, 'row with a value', 'rows with a value'),
    allowed: `series of several rows each, with ${LEAST_DISTANCES} distances between neighbours at least`,
    hint: 'give a longer history; where the series are short, name the frequency: --frequency day',
  });
}

function betweenDates(spacingMs: number | undefined) {
  const apart =
    spacingMs === undefined ? 'the rows lie at uneven times' : `the rows are ${spacingText(spacingMs)} apart`;
  const frequency = spacingMs === undefined || spacingMs >= DAY_MS ? 'day' : spacingMs < HOUR_MS ? 'hour' : 'day';
  const way = (aggregate: string) => `--frequency ${frequency} --aggregate ${aggregate}`;
  return undecided({
    problem: spacingMs === undefined ? apart : `${apart}, which is the distance of no frequency`,
    allowed: `${FREQUENCIES.join(', ')}; or rows that become one value a period (contract.aggregate)`,
    hint: `say what the rows of a period are together: ${way('mean')} of levels (temperatures, loads), ${way('sum')} of amounts (sales, rain)`,
  });
}

import { plural, rangeText, thousands } from '../../core/contracts/figures.ts';
import type { SliceCounts } from '../../core/contracts/steps/counts.ts';
import { shown } from '../../core/contracts/visible.ts';
import { sliceCountsOf } from '../../core/evaluate/slice-counts.ts';
import { markup, type Markup } from '../markup.ts';
import type { ReportData } from '../report-data.ts';
import { foldedRows, number, table, text } from '../table.ts';
import type { Section } from './section.ts';

/** A detail is a sentence around a cell. */
const DETAIL_CHARACTERS = 200;

/** Counts through bronze, silver and gold, and what was refused on the way. */
export function data({ windows, quarantine, gaps }: ReportData): Section {
  const slices = windows.flatMap(({ train, evaluate, counts }) => [
    { to: 'learn', range: train, counts: sliceCountsOf(counts, 'Train'), gold: undefined },
    { to: 'score', range: evaluate, counts: sliceCountsOf(counts, 'Eval'), gold: counts },
  ]);
  // What no slice has needs no column; the main ones are always there.
  const figures = FIGURES.filter(({ of, isMain }) => isMain || slices.some(({ counts }) => counts[of] > 0));
  const rows = slices.map(({ to, range, counts, gold }) => [
    to,
    rangeText(range),
    ...figures.map(({ of }) => thousands(counts[of])),
    ...(gold === undefined ? ['–', '–'] : [gold.forecast, gold.joined].map(thousands)),
  ]);
  const columns = [text('To'), text('Slice'), ...figures.map(({ title }) => number(title))];
  const parts = figures.filter(({ isPart }) => isPart).map(({ of }) => of);
  const notes = figures.flatMap(({ note }) => note ?? []).map((note) => ` ${note}`);
  const body = markup`<p class="soft">In every slice, bronze = ${parts.join(' + ')}: no row is lost silently.${notes.join('')} Rows to score are those from the start of training on; forecasts join with what came true.</p>
${foldedRows('slices, one by one', table('Rows through the layers', [...columns, number('Gold: forecasts'), number('Joined')], rows), rows)}
${quarantineTables(quarantine)}${gapsTable(gaps)}`;
  return { id: 'data', short: 'Data', title: 'Data: bronze, silver, gold', body };
}

interface Figure {
  readonly of: keyof SliceCounts;
  readonly title: string;
  readonly isMain: boolean;
  /** Of bronze. */
  readonly isPart: boolean;
  readonly note?: string;
}

const FIGURES: readonly Figure[] = [
  { of: 'bronze', title: 'Bronze', isMain: true, isPart: false },
  { of: 'silver', title: 'Silver', isMain: true, isPart: true },
  { of: 'quarantined', title: 'Quarantined', isMain: false, isPart: true },
  { of: 'deduplicated', title: 'Deduplicated', isMain: false, isPart: true },
  {
    ...{ of: 'aggregated', title: 'Aggregated', isMain: false, isPart: true },
    note: 'Aggregated rows went into the value of their period, which one row of silver is.',
  },
  {
    ...{ of: 'planned', title: 'Planned', isMain: false, isPart: true },
    note: 'Planned rows are empty and lie behind the last value of their series: no observations.',
  },
  {
    ...{ of: 'withdrawn', title: 'Withdrawn', isMain: false, isPart: true },
    note: 'Withdrawn rows are of deliveries that somebody has ruled out: they stay in bronze and are not read.',
  },
  {
    ...{ of: 'gaps', title: 'Of them gaps', isMain: false, isPart: false },
    note: 'Gaps among the quarantined are empty values and periods of which only a part was delivered: no share counts them.',
  },
  {
    ...{ of: 'undated', title: 'Undated', isMain: false, isPart: false },
    note: 'Undated rows have no readable date: they are refused, too, and are told beside the slice by its part of the dated rows.',
  },
];

function quarantineTables({ reasons, examples }: ReportData['quarantine']): Markup {
  if (reasons.length === 0) return markup`<h3>Quarantine</h3><p>No row was refused.</p>`;
  return markup`<h3>Quarantine</h3>${table(
    'Refused rows by reason',
    [text('Reason'), number('Rows')],
    reasons.map(({ reason, rows }) => [reason, thousands(rows)]),
  )}${table(
    `The first of each reason: ${plural(examples.length, 'row')}`,
    [text('File and line'), text('Reason'), text('Series'), text('Detail')],
    examples.map(({ reason, detail, file, line, uniqueId }) => [
      markup`<code>${shown(file)}:${line}</code>`,
      reason,
      uniqueId === null ? '–' : shown(uniqueId),
      shown(detail, DETAIL_CHARACTERS),
    ]),
  )}`;
}

function gapsTable(gaps: ReportData['gaps']): Markup {
  const found = gaps.filter(({ missingPeriods }) => missingPeriods > 0);
  if (found.length === 0)
    return markup`<h3>Gaps</h3><p>No series lacks a period between its first and its last observation.</p>`;
  return markup`<h3>Gaps</h3>${table(
    'Periods missing between the first and the last observation of a series; they are reported, never filled',
    [text('Slice'), number('Series'), number('With gaps'), number('Missing periods')],
    found.map(({ range, series, seriesWithGaps, missingPeriods }) => [
      range,
      thousands(series),
      thousands(seriesWithGaps),
      thousands(missingPeriods),
    ]),
  )}`;
}

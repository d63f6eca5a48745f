import { plural, rangeText, thousands } from '../../core/contracts/figures.ts';
import { shown } from '../../core/contracts/visible.ts';
import { markup, type Markup } from '../markup.ts';
import type { ReportData } from '../report-data.ts';
import { number, table, text } from '../table.ts';
import type { Section } from './section.ts';

/** A detail is a sentence around a cell. */
const DETAIL_CHARACTERS = 200;

/** Counts through bronze, silver and gold, and what was refused on the way. */
export function data({ windows, quarantine, gaps }: ReportData): Section {
  const rows = windows.flatMap(({ train, evaluate, counts }) => [
    [
      'learn',
      rangeText(train),
      ...[counts.bronzeTrain, counts.silverTrain, counts.quarantinedTrain, counts.deduplicatedTrain].map(thousands),
      '–',
      '–',
    ],
    [
      'score',
      rangeText(evaluate),
      ...[
        counts.bronzeEval,
        counts.silverEval,
        counts.quarantinedEval,
        counts.deduplicatedEval,
        counts.forecast,
        counts.joined,
      ].map(thousands),
    ],
  ]);
  const columns = [
    text('To'),
    text('Slice'),
    number('Bronze'),
    number('Silver'),
    number('Quarantined'),
    number('Deduplicated'),
  ];
  const body = markup`<p class="soft">In every slice, bronze = silver + quarantined + deduplicated: no row is lost silently. Rows to score are those from the start of training on; forecasts join with what came true.</p>
${table('Rows through the layers', [...columns, number('Gold: forecasts'), number('Joined')], rows)}
${quarantineTables(quarantine)}${gapsTable(gaps)}`;
  return { id: 'data', short: 'Data', title: 'Data: bronze, silver, gold', body };
}

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

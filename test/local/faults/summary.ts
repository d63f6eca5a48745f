import { type Outcome, placeText } from './campaign.ts';

interface Row {
  readonly fault: string;
  readonly where: string;
  places: number;
  clean: number;
  undone: number;
  healed: number;
  right: number;
}

/** A line a fault, as people read it: where it was, how the runs ended, and the flaws below. */
export function summaryOf(outcomes: readonly Outcome[]): { readonly text: string; readonly right: number } {
  const rows = new Map<string, Row>();
  for (const { fault, ending, healed, flaws } of outcomes) {
    const row = rows.get(fault.name) ?? {
      fault: fault.name,
      where: fault.where,
      places: 0,
      clean: 0,
      undone: 0,
      healed: 0,
      right: 0,
    };
    rows.set(fault.name, row);
    row.places += 1;
    row[ending] += 1;
    if (healed) row.healed += 1;
    if (flaws.length === 0) row.right += 1;
  }
  const right = [...rows.values()].reduce((sum, row) => sum + row.right, 0);
  const lines = [
    ['fault', 'where', 'places', 'as the clean run', 'as before + one record', 'healed by running again', 'right'],
    ...[...rows.values()].map(({ fault, where, places, clean, undone, healed, right: good }) => [
      fault,
      where,
      ...[places, clean, undone, healed, good].map(String),
    ]),
  ];
  const wrong = outcomes.filter(({ flaws }) => flaws.length > 0).map(flawText);
  const closing = `${right} of ${outcomes.length}`;
  return { right, text: [tableOf(lines), ...wrong, closing].join('\n') };
}

export function flawText({ fault, scenario, place, flaws }: Outcome): string {
  return `${fault.name} | ${scenario.name} | ${placeText(place)} | ${flaws.join('; ')}`;
}

function tableOf(lines: readonly (readonly string[])[]): string {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

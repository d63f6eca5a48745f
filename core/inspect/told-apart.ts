/** How well columns tell the rows of one date apart. */
export interface Apartness {
  readonly columns: readonly string[];
  readonly rows: number;
  /** Rows of a date and series that another row has, too; and those of them with another value. */
  readonly repeated: number;
  readonly contradicting: number;
  /** How many series they make. */
  readonly series: number;
  /** Given up, as they do not: the counts are those until then. */
  readonly isHopeless: boolean;
}

interface Counter {
  readonly columns: readonly string[];
  readonly values: Map<string, string>;
  readonly series: Set<string>;
  rows: number;
  repeated: number;
  contradicting: number;
  isHopeless: boolean;
}

/** More than this share of repeated rows is no slip. */
export const FEW_REPEATED = 0.05;
/** Rows before anything is given up. */
const ENOUGH_ROWS = 2000;

/** Counts, for each of several sets of columns, the rows that share their date and all of these. */
export function apartnessCounter(sets: readonly (readonly string[])[]) {
  const counters = sets.map((columns): Counter => ({
    columns,
    values: new Map(),
    series: new Set(),
    rows: 0,
    repeated: 0,
    contradicting: 0,
    isHopeless: false,
  }));
  return {
    add(row: { readonly timestamp: string; readonly value: string; cell(column: string): string }): void {
      for (const counter of counters) {
        if (counter.isHopeless) continue;
        const series = counter.columns.map((column) => row.cell(column)).join('\u0000');
        const key = `${row.timestamp}\u0000${series}`;
        const known = counter.values.get(key);
        counter.rows += 1;
        if (known === undefined) {
          counter.values.set(key, row.value);
          counter.series.add(series);
          continue;
        }
        counter.repeated += 1;
        if (known !== row.value) counter.contradicting += 1;
        if (counter.rows >= ENOUGH_ROWS && counter.repeated > FEW_REPEATED * counter.rows && counter.columns.length > 0)
          giveUp(counter);
      }
    },
    found: (): readonly Apartness[] =>
      counters.map(({ columns, rows, repeated, contradicting, series, isHopeless }) => ({
        columns,
        rows,
        repeated,
        contradicting,
        series: series.size,
        isHopeless,
      })),
  };
}

function giveUp(counter: Counter): void {
  counter.isHopeless = true;
  counter.values.clear();
  counter.series.clear();
}

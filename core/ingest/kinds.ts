import { shown } from '../contracts/visible.ts';
import type { Remedy, Trouble } from '../series/trouble/trouble.ts';

/** Rows of one delivery that make a format of what would be bad rows: one, or two, are slips of a pen. */
export const ROWS_OF_A_FORMAT = 3;
/** Of a way of writing that no contract reads, the share of the column's refused texts that makes a format of it. */
const SHARE_OF_A_FORM = 0.5;
/** Kinds told apart: a file of nothing but rubbish has as many as rows. */
const MAX_KINDS = 1000;

/** A way of writing that rows of a delivery share, and the contract does not read. */
export interface CountedFormat {
  readonly rows: number;
  readonly has: string;
  /** The first of them. */
  readonly line: number;
  readonly text: string;
  /** Those that read most of them. */
  readonly remedies: readonly Remedy[];
}

interface Kind {
  rows: number;
  readonly has: string;
  readonly line: number;
  readonly text: string;
  readonly remedies: Map<string, CountedRemedy>;
}

interface CountedRemedy {
  readonly remedy: Remedy;
  rows: number;
}

/** Counts the refused texts of one column by kind. */
export function kindCounter() {
  const kinds = new Map<string, Kind>();
  let refused = 0;
  let keptToItsWay = 0;
  return {
    refuse({ kind: name, has, remedies }: Trouble, text: string, line: number): void {
      refused += 1;
      if (name === undefined || (kinds.size >= MAX_KINDS && !kinds.has(name))) return;
      const kind = kinds.get(name) ?? { rows: 0, has, line, text: shown(text.trim()), remedies: new Map() };
      kinds.set(name, kind);
      kind.rows += 1;
      for (const remedy of remedies) {
        const counted = kind.remedies.get(remedy.field) ?? { remedy, rows: 0 };
        kind.remedies.set(remedy.field, counted);
        counted.rows += 1;
      }
    },
    /** A text was read that has what a remedy for others would give up. */
    keepsToItsWay(): void {
      keptToItsWay += 1;
    },
    formats(): readonly CountedFormat[] {
      return [...kinds.values()].flatMap(({ remedies, ...kind }) => {
        if (kind.rows < ROWS_OF_A_FORMAT) return [];
        const all = [...remedies.values()];
        const best = bestOf(all, keptToItsWay);
        const isRead = best.length > 0 || all.some(({ remedy }) => remedy.givesUp === 'the date order');
        const isFormat = all.length > 0 ? isRead : kind.rows >= SHARE_OF_A_FORM * refused;
        return isFormat ? [{ ...kind, remedies: best }] : [];
      });
    },
  };
}

/**
 * Those that read most of the texts, and more than they would no longer read of the others: three decimal commas among points are typos. Not so dates in
 * two orders, which no contract reads: of each that is refused, another is read, and wrongly.
 */
function bestOf(remedies: readonly CountedRemedy[], keptToItsWay: number): readonly Remedy[] {
  const sound = remedies.filter(({ remedy, rows }) => remedy.givesUp === undefined || rows > keptToItsWay);
  const most = Math.max(...sound.map(({ rows }) => rows));
  return sound.filter(({ rows }) => rows === most).map(({ remedy }) => remedy);
}

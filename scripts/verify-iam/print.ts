import { callText } from './judged/call.ts';
import type { Finding, Row, Verdict } from './judged/verdict.ts';

/** How many of one kind of finding are shown, so that a person sees the others too. */
const SHOWN = 5;

/** A line for each promise, and the two counts: calls that pass as they must, and calls that are denied as they must. */
export function table(verdicts: readonly Verdict[]): string {
  const kinds = [...new Set(verdicts.flatMap(({ denied }) => denied.map(({ kind }) => kind)))];
  const denied = kinds.map((kind) =>
    added(
      kind,
      verdicts.flatMap((one) => one.denied.filter((row) => row.kind === kind)),
    ),
  );
  const needed = added(
    'calls that the code makes',
    verdicts.map((one) => one.needed),
  );
  const all = added('calls that must be denied', denied);
  const width = Math.max(...[needed, all, ...denied].map(({ kind }) => kind.length));
  const line = (kind: string, ...counts: readonly (number | string)[]) =>
    [kind.padEnd(width), ...counts.map((count) => String(count).padStart(8))].join(' ').trimEnd();
  return [
    line('', 'asked', 'allowed', 'denied'),
    ...[needed, ...denied, all].map(({ kind, asked, allowed }) => line(kind, asked, allowed, asked - allowed)),
    '',
    `${needed.allowed} of ${needed.asked} calls that the code makes are allowed`,
    `${all.asked - all.allowed} of ${all.asked} calls that must be denied are denied`,
    ...mutationLine(verdicts),
  ].join('\n');
}

function mutationLine(verdicts: readonly Verdict[]): readonly string[] {
  const all = verdicts.flatMap(({ mutation }) => mutation ?? []);
  if (all.length === 0) return [];
  const mutants = all.reduce((sum, one) => sum + one.mutants, 0);
  return [`killed ${mutants - all.flatMap(({ survivors }) => survivors).length} of ${mutants}`];
}

function added(kind: string, rows: readonly Row[]): Row {
  const sum = (count: 'asked' | 'allowed') => rows.reduce((total, row) => total + row[count], 0);
  return { kind, asked: sum('asked'), allowed: sum('allowed') };
}

/** What is wrong, a few of each kind. */
export function findings(
  { environment, refused, allowed, problems, mutation }: Verdict,
  all: boolean,
): readonly string[] {
  const lines = (what: string, found: readonly Finding[]) =>
    [...grouped(found)].flatMap(([kind, calls]) => [
      `${environment}: ${kind}: ${calls.length} ${what}`,
      ...calls.slice(0, all ? calls.length : SHOWN).map((text) => `    ${text}`),
    ]);
  const survivors = (mutation?.survivors ?? []).map((name) => `${environment}: nothing notices: ${name}`);
  return [...problems, ...lines('refused', refused), ...lines('allowed', allowed), ...survivors];
}

function grouped(found: readonly Finding[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { kind, call } of found) {
    const text = `${call.principal.split('/').at(-1) ?? ''} ${callText(call)}`;
    groups.set(kind, [...(groups.get(kind) ?? []), text]);
  }
  return groups;
}

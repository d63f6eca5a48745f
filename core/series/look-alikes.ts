import { shown } from '../contracts/visible.ts';

/** So many groups, and names of one, are shown. */
const SHOWN = 3;

/** Names that differ in what hardly anybody means by it, by what they share. @returns groups of two or more, ascending */
export function lookAlikes(uniqueIds: Iterable<string>): readonly (readonly string[])[] {
  const groups = new Map<string, Set<string>>();
  for (const id of uniqueIds) {
    const key = sharedBy(id);
    const group = groups.get(key) ?? new Set();
    groups.set(key, group.add(id));
  }
  const alike = [...groups.values()].filter(({ size }) => size > 1).map((ids) => [...ids].sort());
  return alike.sort(([a], [b]) => (a < b ? -1 : 1));
}

const NUMBER = /^\d{1,15}(?:\.0+)?$/;

/** Without case, spaces and invisible characters, in one form of Unicode; of a number without leading zeros and '.0'. */
function sharedBy(id: string): string {
  const key = id
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Cf}]+/gu, '');
  return NUMBER.test(key) ? String(Number(key)) : key;
}

/** One sentence; undefined where there are none. */
export function lookAlikesText(groups: readonly (readonly string[])[]): string | undefined {
  if (groups.length === 0) return undefined;
  const named = groups.slice(0, SHOWN).map(
    (ids) =>
      ids
        .slice(0, SHOWN)
        .map((id) => `'${apart(id)}'`)
        .join(', ') + (ids.length > SHOWN ? ', ...' : ''),
  );
  const more = groups.length > SHOWN ? `; and ${groups.length - SHOWN} more` : '';
  return (
    `Names that differ in case, spaces, the form of letters or of a number alone are of series of their own: ${named.join('; ')}${more}; ` +
    'where one series is meant, write it in one way.'
  );
}

/** With a mark or a space by its number where it would look as another does. */
function apart(id: string): string {
  return shown(id).replaceAll(/\p{M}|(?! )\p{Zs}/gu, (mark) => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`);
}

import type { ValueChange } from '../../contracts/evidence.ts';
import { plainValue } from './plain-value.ts';

/** What is another within two values of a template, leaf by leaf, in the order of their keys; undefined is none. */
export function valueChanges(path: string, before: unknown, after: unknown): readonly ValueChange[] {
  return within(path, plainValue(before), plainValue(after));
}

function within(path: string, before: unknown, after: unknown): readonly ValueChange[] {
  if (textOf(before) === textOf(after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => within(path === '' ? key : `${path}.${key}`, before[key], after[key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(path, before, after);
  return [{ path, before: textOf(before), after: textOf(after) }];
}

/** Of lists of texts and figures, what went and what came; of others, element by element between what is equal at both ends. */
function ofLists(path: string, before: readonly unknown[], after: readonly unknown[]): readonly ValueChange[] {
  if ([...before, ...after].every(isLeaf)) return ofLeaves(path, before, after);
  const start = equalFrom(before, after);
  const end = Math.min(
    equalFrom(before.toReversed(), after.toReversed()),
    Math.min(before.length, after.length) - start,
  );
  const [gone, come] = [before, after].map((list) => list.slice(start, list.length - end));
  const length = Math.max(gone.length, come.length);
  return Array.from({ length }, (_, index) => within(`${path}[${start + index}]`, gone[index], come[index])).flat();
}

function ofLeaves(path: string, before: readonly unknown[], after: readonly unknown[]): readonly ValueChange[] {
  const [had, has] = [before, after].map((list) => new Set(list));
  const gone = before.filter((value) => !has.has(value));
  const come = after.filter((value) => !had.has(value));
  // The same values in another order, or more than once.
  if (gone.length === 0 && come.length === 0) return [{ path, before: listText(before), after: listText(after) }];
  return [{ path, before: listText(gone), after: listText(come) }];
}

function equalFrom(one: readonly unknown[], other: readonly unknown[]): number {
  const length = Math.min(one.length, other.length);
  let index = 0;
  while (index < length && textOf(one[index]) === textOf(other[index])) index += 1;
  return index;
}

function listText(values: readonly unknown[]): string | null {
  return values.length === 0 ? null : values.map(textOf).join(', ');
}

/** Keys in one order: an object that is written in another is the same. */
function textOf(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value, (_, inner: unknown) => sorted(inner));
}

function sorted(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

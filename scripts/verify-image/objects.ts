import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Name -> bytes. */
export type Objects = ReadonlyMap<string, Uint8Array>;

/** How the objects are not the expected ones, each in a line; none when they are the same, byte by byte. */
export function differences(expected: Objects, found: Objects): readonly string[] {
  const names = [...new Set([...expected.keys(), ...found.keys()])].sort();
  return names.flatMap((name) => {
    const [wanted, got] = [expected.get(name), found.get(name)];
    if (got === undefined) return [`${name}: missing`];
    if (wanted === undefined) return [`${name}: not expected`];
    if (Buffer.compare(wanted, got) === 0) return [];
    const at = wanted.findIndex((byte, index) => byte !== got[index]);
    return [
      `${name}: other bytes, from ${at === -1 ? wanted.length : at} on (${got.length} bytes, expected ${wanted.length})`,
    ];
  });
}

/** @throws Error naming every difference */
export function requireSame(expected: Objects, found: Objects): void {
  const lines = differences(expected, found);
  if (lines.length > 0) throw new Error(`not the laptop's bytes:\n${lines.join('\n')}`);
}

export function sizeOf(objects: Objects): number {
  return [...objects.values()].reduce((sum, { length }) => sum + length, 0);
}

/** The files of a folder. */
export async function filesIn(folder: string): Promise<Objects> {
  const names = await readdir(folder);
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)));
}

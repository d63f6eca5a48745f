import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { create, extract, type WriteEntry } from 'tar';
import type { Archives } from '../../core/delivery/ports.ts';

/** Neither owner, time nor the umask of a machine: what is packed twice has the same bytes. */
const TIMELESS = {
  gzip: true,
  portable: true,
  mtime: new Date(0),
  onWriteEntry: ({ stat }: WriteEntry): void => {
    if (stat !== undefined) stat.mode = FILE_MODE;
  },
};
const FILE_MODE = 0o644;

export const tarArchives: Archives = {
  async pack(folder) {
    const files = await filesBelow(folder);
    const chunks: Uint8Array[] = [];
    for await (const chunk of create({ ...TIMELESS, cwd: folder, noDirRecurse: true }, files)) chunks.push(chunk);
    return Buffer.concat(chunks);
  },
  async unpack(body, folder) {
    const files = extract({ cwd: folder, strict: true });
    files.end(Buffer.from(body));
    await once(files, 'close');
  },
};

/** In one order on every file system. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/')).sort();
}

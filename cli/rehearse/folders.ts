import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';

/** Everything of a rehearsal lies in one folder. */
export interface Folders {
  readonly root: string;
  /** The releases bucket, and below `platform/` the environments. */
  readonly store: string;
  readonly checkouts: string;
  /** What the commands have said. */
  readonly logs: string;
  readonly kept: string;
}

export function foldersIn(folder: string): Folders {
  const root = resolve(folder);
  return {
    root,
    store: join(root, 'store'),
    checkouts: join(root, 'checkouts'),
    logs: join(root, 'logs'),
    kept: join(root, 'kept'),
  };
}

/** Says that a folder was made by a rehearsal. */
const MARKER = '.rehearsal';

/** @throws UsageError for a folder that holds something else: what is in it would be removed */
export async function takeFolder({ root, logs }: Folders): Promise<void> {
  const found = await readdir(root).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw new UsageError(`--folder '${root}' is no folder`, { cause: error });
  });
  if (found.length > 0 && !found.includes(MARKER)) {
    throw new UsageError(
      `--folder '${root}' holds ${found.slice(0, 3).join(', ')}, which no rehearsal made; give another`,
    );
  }
  await rm(logs, { recursive: true, force: true });
  await mkdir(logs, { recursive: true });
  await writeFile(join(root, MARKER), '');
}

/** A store as it was at an earlier point of a rehearsal of the same commits. */
export class KeptStores {
  readonly #folders: Folders;
  readonly #of: string;

  /** @param of what the kept stores depend on: stores of others are removed when one is kept */
  constructor(folders: Folders, of: string) {
    this.#folders = folders;
    this.#of = of;
  }

  async has(point: string): Promise<boolean> {
    return (await stat(this.#path(point)).catch(() => undefined)) !== undefined;
  }

  async keep(point: string): Promise<void> {
    const { kept, store } = this.#folders;
    for (const name of await readdir(kept).catch((): string[] => [])) {
      if (name !== this.#of) await rm(join(kept, name), { recursive: true, force: true });
    }
    const draft = `${this.#path(point)}.draft`;
    await rm(draft, { recursive: true, force: true });
    await mkdir(join(kept, this.#of), { recursive: true });
    await cp(store, draft, { recursive: true });
    await rm(this.#path(point), { recursive: true, force: true });
    await rename(draft, this.#path(point));
  }

  /** The store is as it was then. */
  async bringBack(point: string): Promise<void> {
    await this.clear();
    await cp(this.#path(point), this.#folders.store, { recursive: true });
  }

  async clear(): Promise<void> {
    await rm(this.#folders.store, { recursive: true, force: true });
    await mkdir(this.#folders.store, { recursive: true });
  }

  #path(point: string): string {
    return join(this.#folders.kept, this.#of, point);
  }
}

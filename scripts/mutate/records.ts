import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file of JSON lines that is only appended to: what a run has found stays, however the run ends. The last line of an id counts. */
export class Records<T extends { readonly id: string }> {
  readonly #path: string;
  readonly #byId = new Map<string, T>();

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) return;
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const record = parsed<T>(line);
      if (record !== undefined) this.#byId.set(record.id, record);
    }
  }

  get(id: string): T | undefined {
    return this.#byId.get(id);
  }

  add(record: T): void {
    this.#byId.set(record.id, record);
    appendFileSync(this.#path, `${JSON.stringify(record)}\n`);
  }
}

/** The last line may be cut off where a run was killed. */
function parsed<T>(line: string): T | undefined {
  try {
    return JSON.parse(line) as T;
  } catch {
    return undefined;
  }
}

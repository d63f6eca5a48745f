import { sizeExceeded, type StateFailure } from './errors.ts';
import { MAX_PAYLOAD_BYTES, type Json } from './json.ts';

/** Step Functions' limit on all variables that an execution holds, those of its branches and iterations included. */
const MAX_STORED_BYTES = 10 * 1024 * 1024;

/** A variable's new value. */
export interface Assignment {
  readonly name: string;
  readonly value: Json;
  /** The value as JSON. */
  readonly text: string;
}

/** What the variables of all lanes of an execution take. */
class Quota {
  bytes = 0;
}

/** The variables of one lane: its own, and those of the scopes around it as they were when it began. */
export class Variables {
  readonly #quota: Quota;
  /** The lane's own, by their size in bytes. */
  readonly #own = new Map<string, number>();
  #values: Readonly<Record<string, Json>>;

  constructor(values: Readonly<Record<string, Json>> = {}, quota = new Quota()) {
    this.#values = values;
    this.#quota = quota;
  }

  get values(): Readonly<Record<string, Json>> {
    return this.#values;
  }

  /** For a lane inside this one. */
  fork(): Variables {
    return new Variables(this.#values, this.#quota);
  }

  /** @throws StateFailure States.DataLimitExceeded when it is more than Step Functions stores. */
  require(assigned: readonly Assignment[], stateName: string): void {
    const sizes = assigned.map(({ text }) => Buffer.byteLength(text, 'utf8'));
    const large = sizes.findIndex((bytes) => bytes > MAX_PAYLOAD_BYTES);
    if (large >= 0) {
      throw tooLarge(`The variable '${assigned[large].name}' assigned by the state '${stateName}'`, MAX_PAYLOAD_BYTES);
    }
    const added = sizes.reduce((sum, bytes) => sum + bytes, 0);
    if (added > MAX_PAYLOAD_BYTES) throw tooLarge(`What the state '${stateName}' assigns`, MAX_PAYLOAD_BYTES);
    const replaced = assigned.reduce((sum, { name }) => sum + (this.#own.get(name) ?? 0), 0);
    if (this.#quota.bytes + added - replaced > MAX_STORED_BYTES) {
      throw tooLarge('What the execution holds in variables', MAX_STORED_BYTES);
    }
  }

  assign(assigned: readonly Assignment[]): void {
    for (const { name, text } of assigned) {
      const bytes = Buffer.byteLength(text, 'utf8');
      this.#quota.bytes += bytes - (this.#own.get(name) ?? 0);
      this.#own.set(name, bytes);
    }
    const entries = assigned.map(({ name, value }) => [name, value] as const);
    if (entries.length > 0) this.#values = { ...this.#values, ...Object.fromEntries(entries) };
  }

  /** The lane is at its end: its own variables go out of scope. */
  release(): void {
    for (const bytes of this.#own.values()) this.#quota.bytes -= bytes;
    this.#own.clear();
  }
}

function tooLarge(what: string, bytes: number): StateFailure {
  return sizeExceeded(what, `${bytes} bytes`);
}

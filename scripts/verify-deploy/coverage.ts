import { textTable } from '../../cli/table.ts';
import { NOT_EMULATED } from './left-out.ts';
import type { LeftOut } from './left-out.ts';
import { KNOWN_LOSSES } from './read-back/losses.ts';
import type { ResourceRead } from './read-back/read-stack.ts';
import { READERS } from './read-back/readers.ts';

interface Row {
  readonly environment: string;
  readonly read: ResourceRead;
}

/** What was verified of which resource types, over all environments. */
export class Coverage {
  readonly #rows: Row[] = [];

  add(environment: string, reads: readonly ResourceRead[]): void {
    this.#rows.push(...reads.map((read) => ({ environment, read })));
  }

  /** Of types that the emulator does not know. */
  leaveOut(environment: string, leftOut: readonly LeftOut[]): void {
    const unread = leftOut.map(({ logicalId, type }) => ({ logicalId, type, paths: [], differences: [] }));
    this.add(environment, unread);
  }

  /** A line a type: how many of it each environment has, properties compared, how. */
  table(): string {
    const environments = [...new Set(this.#rows.map(({ environment }) => environment))];
    const types = [...new Set(this.#rows.map(({ read }) => read.type))].sort();
    const rows = types.map((type) => {
      const ofType = this.#rows.filter(({ read }) => read.type === type);
      const counts = environments.map((name) => ofType.filter(({ environment }) => environment === name).length);
      const properties = new Set(ofType.flatMap(({ read }) => read.paths));
      const lost = KNOWN_LOSSES.filter((loss) => loss.type === type && properties.has(loss.path));
      const by = NOT_EMULATED[type] ?? READERS[type]?.by ?? 'not verified';
      return [type, ...counts.map(String), `${properties.size - lost.length}`, `${lost.length}`, by];
    });
    const header = ['resource type', ...environments, 'properties', 'lost', 'read back by'];
    return textTable(header, rows, [0, header.length - 1]);
  }
}

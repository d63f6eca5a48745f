import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { plural, thousands } from '../../core/contracts/figures.ts';
import { maintainStep } from '../../core/contracts/steps/maintain.ts';
import { UsageError } from '../errors.ts';
import { executionName } from '../place/machine-request.ts';
import { placeOf, targetOf } from '../place/place.ts';
import { runMachineAt } from '../place/run-machine.ts';
import type { Column } from '../table.ts';
import { type Part, printView } from '../view.ts';
import type { MaintainOptions } from './command.ts';

type Done = z.infer<typeof maintainStep.output>;

const COLUMNS: readonly Column[] = [
  { title: 'table' },
  { title: 'readable', isFigure: true },
  { title: 'newest', isFigure: true },
  { title: 'log entries', isFigure: true },
  { title: 'files', isFigure: true },
  { title: 'size', isFigure: true },
  { title: 'of', isFigure: true },
];

/** @throws UsageError, DatasetUnknown; RunFailed with the error of the state machine */
export async function maintain(options: MaintainOptions): Promise<void> {
  const { json, clock } = options;
  const place = placeOf(options);
  const done: { readonly dataset: string; readonly done: Done }[] = [];
  for (const dataset of await datasetsAt(options)) {
    const input = { dataset, dryRun: !options.delete };
    const name = executionName(`maintain-${dataset}`.slice(0, 40), clock);
    const output = await runMachineAt(place, { machine: 'maintain', name, input, clockAtMs: clock });
    done.push({ dataset, done: maintainStep.output.parse(output) });
  }
  printView({ json: done.map(({ dataset, done }) => ({ dataset, ...done })), text: done.flatMap(textOf) }, json);
}

async function datasetsAt(options: MaintainOptions): Promise<readonly string[]> {
  const [place, asked] = [placeOf(options), options.dataset];
  if (place.on === 'aws')
    return asked === undefined ? place.environment.datasets : [targetOf({ ...options, dataset: asked }).dataset];
  const entries = await readdir(join(place.folder, 'bronze'), { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const wanted = asked === undefined ? names : names.filter((name) => name === asked);
  if (wanted.length > 0) return wanted;
  throw new UsageError(
    `--folder '${place.folder}' has no tables${asked === undefined ? '' : ` of '${asked}'`}; 'npm start' makes some in out/demo`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`;
}

function textOf({ dataset, done }: { readonly dataset: string; readonly done: Done }): readonly Part[] {
  const { tables, ledgers, bytes, dryRun, keepVersionsDays, recordUri } = done;
  const rows = tables.map((one) => ({
    cells: [
      one.table,
      ...[one.oldestReadable, one.version, one.logEntries, one.files].map(thousands),
      ...[one.bytes, one.storedBytes].map(megabytes),
    ],
  }));
  const objects = tables.reduce((sum, { logEntries, files }) => sum + logEntries + files, ledgers.objects);
  const what = `${plural(objects, 'object')} of '${dataset}' with ${megabytes(bytes)}, ${plural(ledgers.objects, 'ledger object')} among them`;
  return [
    { table: { columns: COLUMNS, rows } },
    '',
    dryRun ? `${what}, would be deleted; --delete does it` : `${what}, are deleted`,
    `Every version that was the newest one within ${keepVersionsDays} days stays readable: 'readable' is the oldest of them`,
    `The list: ${recordUri}`,
  ];
}

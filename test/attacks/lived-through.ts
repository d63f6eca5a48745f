import { parquetReadObjects } from 'hyparquet';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localKeys } from '../../adapters/files/key-file.ts';
import { createInterpreter, type Json, realClock } from '../../asl/index.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { RUNNERS } from '../../local/platform/steps.ts';
import type { MemoryStore } from '../support/memory-store.ts';
import { memoryPorts } from '../support/ports.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { weeklyCsv, replayedDataset } from '../local/policies/histories.ts';
import { triggeredDefinitions } from '../local/policies/replay-in-memory.ts';

/** Texts that nobody would write by chance, each in another place of the data or of the literal. */
export const CANARIES = {
  'the description of the data set': 'canary-description',
  'its owner': 'canary-owner',
  'its intended use': 'canary-use',
  'the key of a tag': 'canary-tag',
  'the value of a tag': 'canary-value-of-tag',
  'the name of a candidate': 'canary-candidate',
  'the name of a delivered file': 'canary-file',
  'the header of the column with ids': 'canary-header',
  'the header of a column that nobody reads': 'canary-unread',
  'a cell of that column': 'canary-note',
  'the id of a series': 'canary-series',
  'a value that is no number': 'canary-value',
  'a date that is none': 'canary-date',
  'the name of a refused file': 'canary-refused',
  'a cell of a refused file': 'canary-cell',
} as const;

const C = CANARIES;

export const DATASET: Dataset = {
  ...replayedDataset(),
  name: 'history',
  description: C['the description of the data set'],
  owner: C['its owner'],
  intendedUse: C['its intended use'],
  tags: { [C['the key of a tag']]: C['the value of a tag'] },
  source: { format: 'csv', prefix: 'history' },
  columns: { id: C['the header of the column with ids'], timestamp: 'date', target: 'value' },
  contract: { ...replayedDataset().contract, maxQuarantineShare: 1 },
  candidates: [
    { name: 'seasonal-naive', family: 'seasonal-naive', options: {} },
    { name: C['the name of a candidate'], family: 'climatology', options: { window: 0 } },
  ],
  promotion: { ...replayedDataset().promotion, requiredTags: [] },
};

function delivery(): string {
  const [, ...rows] = weeklyCsv().trimEnd().split('\n');
  const wrong = [`2001-02-05,${C['a value that is no number']}`, `${C['a date that is none']},7`];
  return [
    ['date', 'value', C['the header of the column with ids'], C['the header of a column that nobody reads']].join(','),
    ...[...rows, ...wrong].map((row) => [row, C['the id of a series'], C['a cell of that column']].join(',')),
  ].join('\n');
}

/** Everything that a replay, and a training that a wrong delivery ended, have left: what it was, and its text. */
export interface Left {
  readonly where: string;
  readonly text: string;
}

export async function livedThrough(): Promise<{ readonly left: readonly Left[]; readonly privateKey: string }> {
  const keysFolder = await temporaryFolder();
  const ports = { ...memoryPorts({ datasets: [DATASET] }), ...localKeys(keysFolder) };
  const logs: Left[] = [];
  const { machines, functions } = triggeredDefinitions();
  const interpreter = createInterpreter({
    machines,
    integrations: {
      'arn:aws:states:::lambda:invoke': async ({ arguments: request }) => {
        const { FunctionName, Payload } = request as { readonly FunctionName: string; readonly Payload: Json };
        const step = functions[FunctionName] ?? '';
        // As onAws logs a step: its input, then its output or its error (lambdas/shell.ts).
        const log = (line: unknown) => void logs.push({ where: `log of ${step}`, text: JSON.stringify(line) });
        log({ input: Payload });
        const result = await RUNNERS[step]!(structuredClone(Payload), () => ports).catch((error: unknown) => {
          log({ error: String(error) });
          throw error;
        });
        log({ output: result });
        return { ExecutedVersion: '$LATEST', Payload: JSON.parse(JSON.stringify(result)) as Json, StatusCode: 200 };
      },
    },
    clock: realClock,
    seed: 1,
  });
  const start = async (machine: string, input: Json) => {
    const [machineArn] = Object.entries(machines).find(([, { name }]) => name === machine)!;
    return interpreter.startExecution({ machineArn, name: `of-${machine}`, input });
  };

  const { landing } = ports.stores;
  landing.put(`history/${C['the name of a delivered file']}.csv`, delivery());
  const replay = await start('replay', { dataset: 'history', windows: 1 });
  if (replay.status !== 'SUCCEEDED') throw new Error(JSON.stringify(replay.events.slice(-2)));
  const refused = `date,value,${C['the header of the column with ids']}\n2006-01-02,"1.234,5 ${C['a cell of a refused file']}"\n`;
  landing.put(`history/${C['the name of a refused file']}.csv`, refused.replace('date,', 'other,'));
  const failed = await start('train', { dataset: 'history' });
  if (failed.status !== 'FAILED') throw new Error('the wrong delivery was read');

  const stores = Object.values(ports.stores).filter(({ bucket }) => bucket !== 'landing');
  const left = [
    ...(await Promise.all(stores.map(objectsIn))).flat(),
    ...interpreter.executions().map(({ machineArn, events }) => ({
      where: `history of ${machines[machineArn].name}`,
      text: JSON.stringify(events),
    })),
    ...ports.notifications.map(({ subject, message }) => ({
      where: `mail: ${subject}`,
      text: `${subject} ${message}`,
    })),
    ...ports.published.map((text) => ({ where: 'metrics', text })),
    ...logs,
  ];
  return { left, privateKey: await readFile(join(keysFolder, 'signing-key.pem'), 'utf8') };
}

async function objectsIn({ bucket, objects }: MemoryStore): Promise<readonly Left[]> {
  const described = [...objects].map(async ([key, { body }]) => ({
    where: `${bucket}/${kindOf(key)}`,
    text: key.endsWith('.parquet') ? await rowsOf(body) : Buffer.from(body).toString(),
  }));
  return Promise.all(described);
}

async function rowsOf(body: Uint8Array): Promise<string> {
  const rows = await parquetReadObjects({ file: new Uint8Array(body).buffer });
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/** Without what differs from run to run, from day to day and from file to file. */
function kindOf(key: string): string {
  return key
    .replace(/of-(replay|train)(-\w+)*/g, 'RUN')
    .replace(/\d{4}-\d{2}-\d{2}/g, 'DATE')
    .replace(/part-[^/]*\.parquet|[0-9a-f-]{30,}[^/]*\.parquet/g, 'PART.parquet')
    .replace(/series-[0-9a-f]{16}\.json/g, 'series-HASH.json')
    .replace(/\d{8,}/g, 'NUMBER');
}

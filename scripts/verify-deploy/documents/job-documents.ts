import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryEvent, Json } from '../../../asl/index.ts';
import { writeDemoData } from '../../../cli/demo/demo-data.ts';
import { LAYERS } from '../../../core/contracts/layers.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { weather } from '../../../datasets/weather.ts';
import { localPorts } from '../../../hosts/folder.ts';
import { createPlatform, type LocalPlatform } from '../../../local/platform/platform.ts';
import { type LocalDefinitions, readTemplate, type Template } from '../../../local/platform/template.ts';

/** One call of SageMaker as a state machine makes it, every expression evaluated. */
export interface JobDocument {
  readonly machine: string;
  /** The execution's name: the state is asked for several jobs. */
  readonly run: string;
  readonly operation: string;
  readonly request: unknown;
}

/** The longest run id that there is: names, keys and addresses are made of it. */
const LONG_RUN = 'a-run-id-as-long-as-any-may-be-'.padEnd(64, 'x');

/** As long as the names that AWS gives to buckets. */
const BUCKET_NAME_LENGTH = 63;

/** Somebody has changed the recipe. */
const CHANGED: Dataset = { ...weather, recipe: 'average' };

/** Within a replay, where a date of the past may be asked for. Two recipes, so that the second is compared with the one in Production, and the twins of both are fitted; then a forecast, and a small one. */
const EXECUTIONS: readonly {
  readonly machine: string;
  readonly run: string;
  readonly input: Readonly<Record<string, Json>>;
  /** The data set as it is by then. */
  readonly dataset: Dataset;
}[] = [
  {
    machine: 'retrain',
    run: 'first',
    dataset: weather,
    input: { range: { start: '2012-01-01', end: '2013-12-31' }, asOf: '2013-12-31', replay: 'history' },
  },
  {
    machine: 'retrain',
    run: LONG_RUN,
    dataset: CHANGED,
    input: { range: { start: '2012-02-01', end: '2014-01-31' }, asOf: '2014-01-31', replay: 'history' },
  },
  { machine: 'forecast', run: LONG_RUN, dataset: CHANGED, input: { modelVersion: 'production' } },
  { machine: 'smoke', run: LONG_RUN, dataset: CHANGED, input: { bakeMinutes: 0 } },
];

/**
 * The job requests of a template's machines, by running the machines in the folder: real steps, real jobs, real expressions.
 *
 * @param template with the ARNs of an account in it
 */
export async function jobDocuments(template: Template, folder: string): Promise<readonly JobDocument[]> {
  const documents: JobDocument[] = [];
  const datasets = [weather];
  const platform = await createPlatform({
    root: folder,
    ports: localPorts(folder, datasets),
    definitions: readTemplate(template),
    seed: weather.seed,
    approvals: 'automatic',
    onEvent(event, { machine, execution }) {
      const call = jobCall(event);
      if (call !== undefined) documents.push({ ...call, machine, run: execution.name });
    },
  });
  await mkdir(folder, { recursive: true });
  await writeDemoData(join(folder, 'landing', weather.source.prefix));
  for (const execution of EXECUTIONS) {
    datasets[0] = execution.dataset;
    await runToSuccess(platform, execution);
  }
  return documents;
}

/** The short names of those that ask SageMaker for a job, inside of a Map or not. */
export function machinesWithJobs({ machines }: LocalDefinitions): readonly string[] {
  return Object.values(machines)
    .filter(({ definition }) => JSON.stringify(definition).includes(':states:::sagemaker:create'))
    .map(({ name }) => name);
}

async function runToSuccess(
  platform: LocalPlatform,
  { machine, run, input }: (typeof EXECUTIONS)[number],
): Promise<void> {
  const { execution } = await platform.run(machine, run, { dataset: weather.name, ...input });
  if (execution.status === 'SUCCEEDED') return;
  throw new Error(
    `${machine} '${run}' ended as ${execution.status}: ${execution.error ?? ''} ${execution.cause ?? ''}`,
  );
}

function jobCall({
  type,
  taskScheduledEventDetails: details,
}: HistoryEvent): Pick<JobDocument, 'operation' | 'request'> | undefined {
  if (type !== 'TaskScheduled' || details?.resourceType !== 'sagemaker') return undefined;
  const [action = ''] = String(details.resource).split('.');
  return {
    operation: `${action.charAt(0).toUpperCase()}${action.slice(1)}`,
    request: JSON.parse(withLongBuckets(String(details.parameters))),
  };
}

/** A laptop's buckets are called like their layers; those of an account take a good part of what a field may hold. */
function withLongBuckets(text: string): string {
  const layers = new RegExp(`s3://(${LAYERS.join('|')})/`, 'g');
  return text.replace(layers, (_, layer: string) => `s3://${layer.padEnd(BUCKET_NAME_LENGTH, 'x')}/`);
}

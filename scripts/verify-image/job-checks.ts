import type { Stores } from '../../core/ports.ts';
import { type ImageHost, JobFailed, runInImage } from './image-jobs.ts';
import { type Job, type LaptopRun, laptopRun, leftBy } from './laptop-run.ts';
import { requireSame, sizeOf } from './objects.ts';
import type { Report } from './report.ts';

export function runOnLaptop(report: Report, folder: string, environment: string): Promise<LaptopRun | undefined> {
  const row = { what: 'laptop run', how: `one window of the demo, by the machines of ${environment}` };
  return report.check(row, async () => {
    const found = await laptopRun(folder, environment);
    const kinds = new Set(found.jobs.map(({ kind }) => kind));
    if (kinds.size < 2) throw new Error(`it ran no job to ${kinds.has('train') ? 'forecast' : 'train'}`);
    return { found, note: `${found.jobs.length} jobs` };
  });
}

export interface Comparison {
  readonly job: Job;
  readonly stores: Stores;
  readonly host: ImageHost;
}

export async function checkJob(report: Report, { job, stores, host }: Comparison): Promise<void> {
  await report.check({ what: `${job.kind}: ${job.name}`, how: "the laptop's bytes, without a network" }, async () => {
    const objects = await runInImage(job, stores, host);
    requireSame(await leftBy(job, stores), objects);
    return { found: true, bytes: sizeOf(objects), note: `${objects.size} files` };
  });
}

/** The state machine's operator sees nothing else of a failed job than what it leaves in its failure file. */
export async function checkFailure(report: Report, { jobs, stores }: LaptopRun, host: ImageHost): Promise<void> {
  await report.check({ what: 'a job that must fail', how: 'exit code 1, the reason in its failure file' }, async () => {
    const [job] = jobs.filter(({ kind }) => kind === 'train');
    if (job?.kind !== 'train') throw new Error('there is no job to train');
    const request = { ...job.request, HyperParameters: { ...job.request.HyperParameters, family: 'no-such-family' } };
    const error: unknown = await runInImage({ ...job, request }, stores, host).catch((thrown: unknown) => thrown);
    if (!(error instanceof JobFailed)) throw new Error('it did not fail', { cause: error });
    if (error.exitCode !== 1 || !error.reason?.startsWith('HyperparameterInvalid: ')) throw error;
    return { found: true, note: error.reason.split(';')[0] ?? '' };
  });
}

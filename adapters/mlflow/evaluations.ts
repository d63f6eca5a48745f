import { createHash } from 'node:crypto';
import type { TrackedEvaluation, TrackedMetric, TrackedSelection } from '../../core/contracts/tracking.ts';
import { canonicalJson } from '../../core/signing/canonical-json.ts';
import type { MlflowApi } from './api.ts';
import { logBatches, requireNames } from './batches.ts';
import { WORK_TAG } from './models.ts';
import type { MlflowRun } from './runs.ts';
import {
  createRun,
  done,
  endRun,
  experimentOf,
  findExperiment,
  logAll,
  logData,
  NOTE_TAG,
  runsTagged,
  setTags,
} from './runs.ts';

/** On the runs of all versions that lean on a selection, and on that of its evaluations. */
export const SELECTION_TAG = 'selection';

/** On an evaluation: MLflow's id of the run that trained what is judged. */
const TRAINING_TAG = 'training_run';

export function selectionTag({ runId, pointsSha256 }: TrackedSelection): string {
  return hashOf({ runId, pointsSha256 });
}

export function hashOf(work: unknown): string {
  return createHash('sha256').update(canonicalJson(work)).digest('hex');
}

/**
 * Adds an evaluation to the run of its selection, in an experiment of the data set beside that of its trainings.
 *
 * The unit is the selection, not the look and not the version. Every version that goes live between two selections is the same recipe, learned
 * anew: a run a look would be 365 runs of one point a year, and a run a version as many. So the list of runs is as long as that of the windows of
 * a replay, whose figures stand side by side, and a year of looks is a line of each run's charts.
 */
export async function recordEvaluation(api: MlflowApi, evaluation: TrackedEvaluation): Promise<void> {
  const { dataset, selection, parameters, metrics, tags, data, evaluatedAtMs } = evaluation;
  const entries = { parameters, metrics, tags };
  requireNames(entries);
  const experiment = await experimentOf(api, `${dataset}-eval`);
  const work = hashOf({ selection: selectionTag(selection), parameters });
  const [found] = await runsTagged(api, experiment, { [WORK_TAG]: work });
  const run = found ?? (await createEvaluation(api, experiment, { evaluation, work }));
  const { batches } = logBatches(entries, timesOn(run, Math.max(0, evaluation.knownToMs)));
  await logAll(api, run.info.run_id, batches);
  if (data !== undefined) await logData(api, run.info.run_id, { ...data, context: 'evaluation' });
  await linkTraining(api, run, evaluation);
  await endRun(api, run.info.run_id, { status: 'FINISHED', endedAtMs: evaluatedAtMs });
}

interface NewEvaluation {
  readonly evaluation: TrackedEvaluation;
  readonly work: string;
}

async function createEvaluation(
  api: MlflowApi,
  experiment: string,
  { evaluation: { dataset, selection, evaluatedAtMs }, work }: NewEvaluation,
): Promise<MlflowRun> {
  const { runId } = selection;
  const source = {
    'mlflow.source.name': 'evaluate, promote and monitor (state machines)',
    'mlflow.source.type': 'JOB',
  };
  const tags = { runid: runId, [WORK_TAG]: work, [SELECTION_TAG]: selectionTag(selection), dataset, ...source };
  return createRun(api, experiment, { name: runId, startedAtMs: evaluatedAtMs, tags });
}

/**
 * A point's time is the period that it is about. MLflow takes a point again only at another time, and of two of one step shows the later: so one that
 * is known already is told as it stands, and one that has another value by now comes a millisecond after it.
 */
function timesOn({ data }: MlflowRun, atMs: number): (metric: TrackedMetric) => number {
  const newest = new Map(data?.metrics?.map((point) => [point.key, point]));
  return ({ name, step, value }) => {
    const known = newest.get(name);
    if (known?.step !== step) return atMs;
    return known.value === value ? known.timestamp : Math.max(known.timestamp + 1, atMs);
  };
}

/** Training and evaluation name each other, once both are recorded: by id, by the model, and by links in their descriptions. */
async function linkTraining(api: MlflowApi, run: MlflowRun, { dataset, selection }: TrackedEvaluation): Promise<void> {
  if (run.data?.tags?.some(({ key }) => key === TRAINING_TAG) === true) return;
  const experiment = await findExperiment(api, dataset);
  if (experiment === undefined) return;
  const tags = { runid: selection.runId, [SELECTION_TAG]: selectionTag(selection) };
  const training = (await runsTagged(api, experiment, tags)).at(-1);
  if (training === undefined) return;
  const { run_id } = training.info;
  const models = training.outputs?.model_outputs ?? [];
  if (models.length > 0) await api.post('runs/log-inputs', { run_id: run.info.run_id, datasets: [], models }, done);
  const description = training.data?.tags?.find(({ key }) => key === 'description')?.value ?? '';
  await setTags(api, run_id, { [NOTE_TAG]: `${description}\n\nWhat came true of it: ${linkTo(run)}.` });
  await setTags(api, run.info.run_id, {
    [TRAINING_TAG]: run_id,
    [NOTE_TAG]: `What came true of the training ${linkTo(training)}: looks as steps, by periods since the selection.`,
  });
}

function linkTo({ info: { run_name, experiment_id, run_id } }: MlflowRun): string {
  return `[${run_name}](#/experiments/${experiment_id}/runs/${run_id})`;
}

import * as z from 'zod';
import { type KeptRun, RELEASE_FORMAT } from '../../core/contracts/delivery.ts';
import { type ExecutionFacts, statesEntered } from '../../core/delivery/executions.ts';
import { machineName, stackName } from '../../core/contracts/names.ts';
import { type RunRecord, runRecordSchema } from '../../core/evaluate/run-record.ts';
import { comparisonReportSchema, type GateVerdict, guardReportSchema } from '../../core/contracts/promotion.ts';
import { findPlatform } from '../../environments/index.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import type { EnvironmentRuns } from '../../hosts/environment-runs.ts';
import { parseJson } from '../../lake/json-object.ts';
import type { View } from '../view.ts';
import { type Confirming, keepConfirmation, requireStanding } from './confirm.ts';
import { endedExecution, requireSuccess } from './executions.ts';

const PIPELINE_MACHINE = 'pipeline';

const inputSchema = z.looseObject({ dataset: z.string() });
const outputSchema = z.looseObject({ runId: z.string(), recordUri: z.string() });

/**
 * Keeps the figures of the machine `pipeline`'s run by the commit that stands in the environment, and confirms the commit where the run succeeded.
 *
 * @throws CommitNotDeployed; ExecutionRefused, also where the run failed, which is kept all the same
 */
export async function keepRun({ commit, environment, execution }: Confirming, host: DeliveryHost): Promise<View> {
  const literal = findPlatform(environment);
  await requireStanding(commit, environment, host);
  const runs = await host.runsOf(literal);
  const facts = await endedExecution({ execution, machine: PIPELINE_MACHINE, environment: literal }, runs);
  const transitions = await transitionsOf(execution, stackName(literal), runs);
  const record: KeptRun = {
    version: RELEASE_FORMAT,
    environment,
    commit,
    execution,
    dataset: inputSchema.parse(facts.input).dataset,
    startedAt: new Date(facts.startedAtMs).toISOString(),
    seconds: (facts.stoppedAtMs - facts.startedAtMs) / 1000,
    status: facts.status,
    ...(await figuresOf(facts, runs)),
    transitions,
  };
  await host.releases.keepRun(record);
  requireSuccess(facts);
  await keepConfirmation({ commit, environment, execution }, host);
  return viewOf(record);
}

/** By the machines' short names. */
async function transitionsOf(
  execution: string,
  stack: string,
  { executions }: EnvironmentRuns,
): Promise<Record<string, number>> {
  const entered = [...(await statesEntered(executions, execution))].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entered.map(([machine, count]) => [machine.slice(machineName(stack, '').length), count]));
}

type Figures = Pick<KeptRun, 'runId' | 'counts' | 'errors' | 'verdicts'>;

/** A run that failed has no record of its own. */
async function figuresOf({ arn, output }: ExecutionFacts, runs: EnvironmentRuns): Promise<Figures> {
  if (output === undefined) return { runId: arn.split(':')[7] ?? arn, counts: {}, errors: {}, verdicts: [] };
  const { runId, recordUri } = outputSchema.parse(output);
  const record = await readAt(recordUri, runRecordSchema, runs);
  const report = await readAt(record.promotion.reportUri, reportSchema, runs);
  const verdicts = report.map(({ gate, outcome, evidence }) => ({ gate, outcome, why: evidence }));
  return { runId, ...keptFigures(record), verdicts };
}

/** What gates or guards found, whichever of the two reports a promotion left. */
const reportSchema = z.union([
  comparisonReportSchema.transform(({ gates }): readonly GateVerdict[] => gates),
  guardReportSchema.transform(({ guards }): readonly GateVerdict[] => guards),
]);

/** What a cross-validation counts, beside its errors. */
const COUNTED = ['folds', 'seriesScored', 'seriesInAll', 'pointsScored', 'pointsInAll'] as const;

/** Of a run's record. */
export function keptFigures(
  record: Pick<RunRecord, 'counts' | 'crossValidation' | 'realised' | 'naiveRmse' | 'production'>,
): Pick<KeptRun, 'counts' | 'errors'> {
  return { counts: countsOf(record), errors: errorsOf(record) };
}

function countsOf({ counts, crossValidation }: Pick<RunRecord, 'counts' | 'crossValidation'>): KeptRun['counts'] {
  const counted = COUNTED.flatMap((name) => {
    const count = crossValidation[name];
    return count === undefined ? [] : [[`crossValidation.${name}`, count] as const];
  });
  return { ...counts, ...Object.fromEntries(counted) };
}

function errorsOf({
  realised,
  naiveRmse,
  crossValidation,
  production,
}: Pick<RunRecord, 'realised' | 'naiveRmse' | 'crossValidation' | 'production'>): KeptRun['errors'] {
  const isCount = (name: string) => COUNTED.some((one) => one === name);
  const errors = Object.fromEntries(Object.entries(crossValidation).filter(([name]) => !isCount(name)));
  const named = (of: string, metrics: Readonly<Record<string, number | null | undefined>>) =>
    Object.entries(metrics).map(([name, value]) => [`${of}.${name}`, value ?? null] as const);
  return Object.fromEntries([
    ...named('crossValidation', errors),
    ...named('realised', realised),
    ['naiveRmse', naiveRmse],
    ...named('production.realised', production.realised ?? {}),
  ]);
}

async function readAt<T>(uri: string, schema: z.ZodType<T>, { bucket }: EnvironmentRuns): Promise<T> {
  const [, name = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  return parseJson(await bucket(name).read(key), schema);
}

function viewOf(record: KeptRun): View {
  const { commit, environment, dataset, runId, seconds, errors, verdicts } = record;
  const lines = [
    `The run ${runId} of '${dataset}' in ${environment} is kept for ${commit}, which it confirms (${seconds.toFixed(0)} s)`,
    `  RMSE ${errors['realised.rmse']} against the seasonal naive's ${errors.naiveRmse}`,
    ...verdicts.map(({ gate, outcome, why }) => `  ${gate}: ${outcome}, ${why}`),
  ];
  return { json: record, text: lines.join('\n') };
}

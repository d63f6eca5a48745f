import { promotionKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { readHandedOn } from '../../lake/handed-on.ts';
import { parseJson } from '../../lake/json-object.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import {
  complianceFileSchema,
  type ComparisonReport,
  type ComplianceCheck,
  type GateVerdict,
} from '../../core/contracts/promotion.ts';
import { judgeStep } from '../../core/contracts/steps/promote.ts';
import { judge } from '../../core/gates/index.ts';
import type { Ports } from '../../core/ports.ts';
import { comparisonReport } from '../../core/promote/report.ts';
import { trackedComparison } from '../../core/promote/tracked-verdict.ts';
import { decide } from '../../core/promote/verdict.ts';
import { inferAxis } from '../../core/series/time-axis.ts';
import { recipeName } from '../../core/train/recipe.ts';
import { tellEvaluation } from '../../lake/tell-tracker.ts';
import { onAws } from '../shell.ts';
import { gatherComparison, type GatheredComparison, naiveSide } from './judge/gather-comparison.ts';
import { keepReport } from './judge/keep-report.ts';

type Input = z.infer<typeof judgeStep.input>;
type Output = z.infer<typeof judgeStep.output>;

interface Rivals {
  readonly dataset: Dataset;
  readonly challenger: ModelVersion;
  readonly production: ModelVersion | undefined;
}

/**
 * Judges the challenger, and writes the report that the approval shows and the audit record cites. Where the run has promoted it already,
 * that verdict stands: another report, on data that may have grown, would no longer be the one that the audit record cites by its hash.
 */
export async function run(
  input: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'production' | 'tracker' | 'clock' | 'place'>,
): Promise<Output> {
  const { registry, stores } = ports;
  const name = input.dataset;
  const made = await ports.production.find(name, input.runId);
  if (made !== undefined && made.to === input.modelVersion && made.evidence !== null) {
    return { verdict: 'pass', reasons: [], production: made.from, report: made.evidence };
  }
  const inProduction = await productionVersion(input, ports);
  const rivals = {
    dataset: ports.datasets.find(name),
    challenger: await registry.describe(name, input.modelVersion),
    production: inProduction === null ? undefined : await registry.describe(name, inProduction),
  };
  const checked = { key: promotionKeys.compliance(name, input.runId), sha256: input.complianceSha256 };
  const compliance = parseJson(await readHandedOn(stores.artifacts, checked), complianceFileSchema);
  const { gathered, gates } = await gather(input, rivals, ports);

  const { decision, report } = judged(input, rivals, { compliance, gates, gathered });
  const version = { model: rivals.challenger, policy: input.policy, evaluatedAtMs: ports.clock.nowMs() };
  await tellEvaluation(rivals.challenger, trackedComparison(version, report), ports);
  return {
    verdict: decision.verdict,
    reasons: [...decision.reasons],
    production: inProduction,
    report: await keepReport(report, rivals.dataset, ports),
  };
}

export const handler = onAws(judgeStep, run);

/** What the comparison was planned against; without one, what is in Production now. */
async function productionVersion(
  { dataset, comparison }: Input,
  { production }: Pick<Ports, 'production'>,
): Promise<number | null> {
  return comparison === undefined ? ((await production.read(dataset))?.to ?? null) : comparison.production;
}

interface Evidence {
  readonly compliance: readonly ComplianceCheck[];
  readonly gates: readonly GateVerdict[];
  /** undefined where nothing was compared. */
  readonly gathered: GatheredComparison | undefined;
}

function judged({ dataset: name, runId, policy, way, comparison }: Input, rivals: Rivals, evidence: Evidence) {
  const { dataset, challenger } = rivals;
  const { compliance, gates, gathered } = evidence;
  const decision = decide({ policy, way, compliance, gates });
  const report = comparisonReport(
    {
      dataset: name,
      runId,
      policy,
      holdout: comparison?.holdout ?? null,
      compliance: [...compliance],
      gates: [...gates],
      ...sidesOf(rivals, gathered),
      decision,
    },
    gathered?.comparison,
    {
      axis: inferAxis(dataset.frequency, Date.parse(challenger.forecast.start)),
      phases: gathered?.phases ?? new Map(),
    },
  );
  return { decision, report };
}

/**
 * A recipe that could not be fitted without the holdout is refused, like by a gate. Where what was fitted cannot be read, nothing is found out of the
 * challenger: an exception is never a pass, and no verdict.
 */
async function gather(
  { comparison, failure }: Input,
  rivals: Rivals,
  ports: Pick<Ports, 'stores'>,
): Promise<Pick<Evidence, 'gates' | 'gathered'>> {
  if (failure !== undefined) return { gates: [notCompared(failure)], gathered: undefined };
  if (comparison === undefined) return { gates: [], gathered: undefined };
  const gathered = await gatherComparison({ ...comparison, ...rivals }, ports);
  const way = rivals.production === undefined ? 'first' : 'change';
  const { gates, maxMissingSeriesShare } = rivals.dataset.promotion;
  return { gates: judge(gathered.comparison, { policy: { ...gates, maxMissingSeriesShare }, way }), gathered };
}

function notCompared(evidence: string): GateVerdict {
  return { gate: 'comparison', outcome: 'refuse', value: null, threshold: 'can be made', evidence };
}

type Side = Omit<ComparisonReport['challenger'], 'rmse' | 'bias' | 'coverage'>;

function sidesOf(
  { challenger, production }: Rivals,
  gathered: GatheredComparison | undefined,
): { readonly challenger: Side; readonly production: Side } {
  return {
    challenger: gathered?.challenger ?? sideOf(challenger),
    production: gathered?.production ?? (production === undefined ? naiveSide(challenger) : sideOf(production)),
  };
}

function sideOf(model: ModelVersion): Side {
  return { version: model.version, recipe: recipeName(model), scoredAs: 'itself', trainedOn: model.training.window };
}

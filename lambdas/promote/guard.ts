import type * as z from 'zod';
import { promotionKeys } from '../../core/contracts/keys.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { complianceFileSchema, type GuardReport, type Transition } from '../../core/contracts/promotion.ts';
import { guardStep } from '../../core/contracts/steps/promote.ts';
import type { Ports } from '../../core/ports.ts';
import { guardRefresh } from '../../core/promote/guard.ts';
import { trackedGuard } from '../../core/promote/tracked-verdict.ts';
import { isSameRecipe } from '../../core/train/recipe.ts';
import { fitSummarySchema } from '../../core/train/training-summary.ts';
import { readSummary } from '../../lake/finished-training.ts';
import { readHandedOn } from '../../lake/handed-on.ts';
import { jsonBytes, parseJson } from '../../lake/json-object.ts';
import { keepWithPage } from '../../lake/promotion-report.ts';
import { tellEvaluation } from '../../lake/tell-tracker.ts';
import { renderGuard } from '../../report/render-guard.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof guardStep.input>;
type Output = z.infer<typeof guardStep.output>;

/**
 * Holds a refresh against the version in force by what its fit found, and writes the report that the audit record cites. Where the run has
 * moved Production already, that verdict stands.
 */
export async function run(
  input: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'production' | 'tracker' | 'clock' | 'place'>,
): Promise<Output> {
  const { dataset: name, runId, modelVersion } = input;
  const judged = ports.datasets.find(name);
  const made = await ports.production.find(name, runId);
  if (made !== undefined && made.to === modelVersion && made.evidence !== null) {
    return { verdict: 'pass', reasons: [], production: made.from, report: made.evidence, approval: approvalOf(judged) };
  }
  const model = await ports.registry.describe(name, modelVersion);
  const report = await guarded(input, model, ports);
  const { verdict, reasons, against: production } = report;
  // Every other policy has the judge alone.
  const version = { model, policy: 'gates', evaluatedAtMs: ports.clock.nowMs() } as const;
  await tellEvaluation(model, trackedGuard(version, report), ports);
  return { verdict, reasons, production, report: await keep(report, judged, ports), approval: approvalOf(judged) };
}

export const handler = onAws(guardStep, run);

async function guarded(
  { dataset, runId, modelVersion, complianceSha256, summarySha256 }: Input,
  version: ModelVersion,
  { stores, registry, production }: Pick<Ports, 'stores' | 'registry' | 'production'>,
): Promise<GuardReport> {
  const inForce = requirePresent(dataset, await production.read(dataset));
  const present = await registry.describe(dataset, inForce.to);
  const checked = { key: promotionKeys.compliance(dataset, runId), sha256: complianceSha256 };
  const compliance = parseJson(await readHandedOn(stores.artifacts, checked), complianceFileSchema);
  // What the checks have verified the signature of, and not what lies there by now.
  const { body } = await readSummary(stores, version.artifactUri, summarySha256);
  const { guard: figures, notes } = parseJson(body, fitSummarySchema);
  const findings = guardRefresh({
    compliance,
    figures,
    implausible: notes?.implausible,
    isReturn: !isSameRecipe(version.recipe, present.recipe),
    isRefresh: version.refreshOf !== null,
    inForce,
    version: modelVersion,
  });
  return { dataset, runId, version: modelVersion, against: inForce.to, compliance, ...findings };
}

function approvalOf({ promotion }: Dataset): Output['approval'] {
  return promotion.approveRefreshes;
}

async function keep(
  report: GuardReport,
  judged: Dataset,
  { stores: { artifacts }, place }: Pick<Ports, 'stores' | 'place'>,
): Promise<Output['report']> {
  const { dataset, runId, verdict } = report;
  // What every look does needs no page: nobody opens it.
  const isRead = verdict === 'refuse' || approvalOf(judged) === 'always';
  const page = () => new TextEncoder().encode(renderGuard(report, judged, place));
  return keepWithPage(artifacts, {
    report: { key: promotionKeys.guard(dataset, runId), body: jsonBytes(report) },
    page: isRead ? { key: promotionKeys.guardPage(dataset, runId), body: page() } : undefined,
  });
}

function requirePresent(dataset: string, present: Transition | undefined): Transition {
  if (present !== undefined) return present;
  throw new PlatformError(ERROR_NAMES.modelVersionUnknown, {
    problem: `no model of '${dataset}' is in Production that a refresh could take the place of`,
    hint: "run the data set's retrain state machine",
  });
}

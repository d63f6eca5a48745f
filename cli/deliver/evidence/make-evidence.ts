import type { Build } from '../../../core/contracts/delivery.ts';
import type { EnvironmentChanges, Part, ReleaseEvidence } from '../../../core/contracts/evidence.ts';
import { judgeChanges } from '../../../core/delivery/evidence/changes.ts';
import { computed, evidenceOf } from '../../../core/delivery/evidence/evidence.ts';
import type { EvidenceSources, Pricing } from '../../../core/delivery/evidence/sources.ts';
import { requireBuild } from '../stored-assembly.ts';
import { differenceOf, type EnvironmentTemplates, type EvidenceHost, gatherTemplates } from './gather-changes.ts';
import { gatherCompliance } from './gather-compliance.ts';
import { gatherCost } from './gather-cost.ts';
import { gatherRuns } from './gather-runs.ts';

export interface EvidenceRequest {
  readonly commit: string;
  /** `environment/LogicalId`: of the delivery literal. */
  readonly allowedReplacements: readonly string[];
}

export interface EvidenceOutside {
  readonly sources: EvidenceSources;
  readonly pricing: Pricing;
}

/**
 * What a person is shown who is asked whether a commit may go to prod: the same store, answers and clock give the same evidence. A part that
 * cannot be computed refuses.
 *
 * @throws CommitNotBuilt: of a commit without a build there is nothing to show
 */
export async function makeEvidence(
  { commit, allowedReplacements }: EvidenceRequest,
  host: EvidenceHost,
  { sources, pricing }: EvidenceOutside,
): Promise<ReleaseEvidence> {
  const build = await requireBuild(commit, host);
  // Two parts are made of them, and each says for itself why it cannot be.
  const templates = gatherTemplates(build, host, sources);
  const parts = {
    changes: await computed(async () => changesOf(await templates, allowedReplacements)),
    runs: await computed(() => gatherRuns(commit, host, pricing)),
    compliance: await computed(() => gatherCompliance(build, host, sources)),
    cost: await computed(async () => gatherCost(await templates, pricing)),
  };
  return evidenceOf({ ...aboutBuild(build), madeAt: new Date(host.clock.nowMs()).toISOString(), parts });
}

function aboutBuild({ commit, builtAt, image }: Build) {
  return { commit, builtAt, image };
}

async function changesOf(
  templates: readonly EnvironmentTemplates[],
  allowed: readonly string[],
): Promise<Part<{ environments: EnvironmentChanges[] }>> {
  const differences = [];
  for (const each of templates) differences.push(await differenceOf(each));
  return judgeChanges(differences, allowed);
}

import type { KeptRun } from '../../../core/contracts/delivery.ts';
import type { Part, RunFacts } from '../../../core/contracts/evidence.ts';
import { standing } from '../../../core/delivery/deployments.ts';
import { compareRuns, type ComparedRun } from '../../../core/delivery/evidence/compare-runs.ts';
import type { Pricing } from '../../../core/delivery/evidence/sources.ts';
import type { EvidenceHost } from './gather-changes.ts';
import { PROVING, RELEASED } from './environments.ts';

/** @throws Error where staging has kept no run of the commit */
export async function gatherRuns(
  commit: string,
  { releases }: Pick<EvidenceHost, 'releases'>,
  pricing: Pricing,
): Promise<Part<RunFacts>> {
  const run = await releases.run(PROVING, commit);
  if (run === undefined) {
    throw new Error(
      `${PROVING} has kept no run of ${commit}; a merge to main makes one, 'npm run deliver -- keep-run' keeps it`,
    );
  }
  const reference = await referenceRun(run, releases);
  const priced = (kept: KeptRun): ComparedRun => ({ run: kept, cost: pricing.run(kept.transitions) });
  return compareRuns(priced(run), reference === undefined ? null : priced(reference));
}

/** The newest of prod; else what the commit that stands in prod has done in staging, which saw the same data. */
async function referenceRun(
  { dataset, commit }: KeptRun,
  releases: EvidenceHost['releases'],
): Promise<KeptRun | undefined> {
  const inProd = (await releases.runs(RELEASED)).filter((run) => run.dataset === dataset);
  const newest = inProd.reduce<KeptRun | undefined>(
    (latest, run) => (latest === undefined || run.startedAt > latest.startedAt ? run : latest),
    undefined,
  );
  if (newest !== undefined) return newest;
  const stands = standing(await releases.deployments(RELEASED));
  if (stands === undefined || stands.commit === commit) return undefined;
  const former = await releases.run(PROVING, stands.commit);
  return former?.dataset === dataset ? former : undefined;
}

import type * as z from 'zod';
import type { LookHeader } from '../../../core/blend/look-file.ts';
import type { recordActionStep } from '../../../core/contracts/steps/monitor.ts';
import { hindsightOf, type LookRecord } from '../../../core/evaluate/run-record.ts';
import type { ObjectStore } from '../../../core/ports.ts';
import { readLook } from '../../../lake/look-files.ts';

type RecordedLook = z.infer<typeof recordActionStep.output>;

/** Each look with what it left in its file, and what its refusal was worth, as the next one found. */
export async function lookRecords(
  dataset: string,
  looks: readonly RecordedLook[],
  artifacts: ObjectStore,
): Promise<LookRecord[]> {
  const scored: LookRecord['scored'][] = [];
  for (const { asOf } of looks) {
    const look = await readLook(artifacts, dataset, asOf);
    scored.push(look === undefined ? null : scoredOf(look.header));
  }
  return looks.map(({ asOf, action, before, version, fitted, refusals }, index) => ({
    asOf,
    kind: action.kind,
    reasons: action.reasons,
    before,
    version,
    fitted,
    refusals,
    hindsight: fitted === null ? null : hindsightOf(fitted.version, scored[index + 1] ?? null),
    scored: scored[index],
  }));
}

function scoredOf(header: LookHeader): LookRecord['scored'] {
  const { rows, rmse, naiveRmse, refused, former, share, candidates, weights } = header;
  const parts = candidates.map(({ name }, k) => [name, weights[k]] as const);
  return { joined: rows, rmse, naiveRmse, refused, former, share, weights: Object.fromEntries(parts) };
}

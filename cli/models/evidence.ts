import type { Transition } from '../../core/contracts/promotion.ts';
import { plural } from '../../core/contracts/figures.ts';
import type { Audit, Stores } from '../../core/ports.ts';
import { auditText } from '../../core/promote/audit-text.ts';
import { type EvidenceState, evidenceState } from '../../lake/promotion-report.ts';

/** What became of the report that a move rests on. */
export interface MoveEvidence {
  readonly revision: number;
  readonly state: EvidenceState;
}

/** As many as S3's client has sockets for. */
const AT_ONCE = 50;

/** Of each move that cites a report. */
export async function evidenceOf(history: readonly Transition[], stores: Stores): Promise<readonly MoveEvidence[]> {
  const found: MoveEvidence[] = [];
  const cited = history.flatMap(({ revision, evidence }) => (evidence === null ? [] : [{ revision, evidence }]));
  for (let start = 0; start < cited.length; start += AT_ONCE) {
    const some = cited.slice(start, start + AT_ONCE);
    const states = some.map(async ({ revision, evidence }) => ({
      revision,
      state: await evidenceState(evidence, stores),
    }));
    found.push(...(await Promise.all(states)));
  }
  return found;
}

export function isEvident(evidence: readonly MoveEvidence[]): boolean {
  return evidence.every(({ state }) => state === 'intact');
}

/** Whether the record of the moves is whole, and the reports are those that it cites; in sentences. */
export function soundnessLines(audit: Audit, evidence: readonly MoveEvidence[]): readonly string[] {
  const text = auditText(audit);
  const isSound = audit.broken === undefined && isEvident(evidence);
  return [
    ...(text === undefined ? [] : [text]),
    ...(evidence.length > 0 && isEvident(evidence)
      ? [`Intact, too: ${plural(evidence.length, 'report')} that it cites.`]
      : []),
    ...linesOf(evidence, 'changed', 'is CHANGED'),
    ...linesOf(evidence, 'missing', 'is MISSING'),
    ...(isSound ? [] : ["What to do says the runbook's heading 'The audit of Production is broken'."]),
  ];
}

function linesOf(evidence: readonly MoveEvidence[], wanted: EvidenceState, said: string): readonly string[] {
  const revisions = evidence.filter(({ state }) => state === wanted).map(({ revision }) => revision);
  return revisions.length === 0
    ? []
    : [`What revision ${revisions.join(', ')} rests on ${said}: the report, or its page.`];
}

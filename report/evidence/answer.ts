import { plural } from '../../core/contracts/figures.ts';
import type { EnvironmentChanges, ReleaseEvidence } from '../../core/contracts/evidence.ts';
import { countsOfChanges, losesData } from '../../core/delivery/evidence/changes.ts';
import { difference, dollars } from './cost.ts';

/** Where the commit is asked to go. */
const GOAL = 'prod';

/** Whether it may, and in few words why, before anything else is read. */
export function evidenceAnswer({ verdict, reasons, changes, runs, cost }: ReleaseEvidence): string {
  if (verdict === 'refuse') {
    const more = reasons.length - 1;
    const [first = 'a part of the evidence is refused'] = reasons;
    return `No: ${first}${more > 0 ? `; and ${plural(more, 'reason')} more` : ''}.`;
  }
  const goal = changes.facts?.environments.find(({ environment }) => environment === GOAL);
  const month = cost.facts?.environments.find(({ environment }) => environment === GOAL);
  const marked = runs.facts?.figures.filter(({ isMarked }) => isMarked).length ?? 0;
  const parts = [
    ...(goal === undefined ? [] : [`${GOAL}: ${countsOfChanges(goal.resources)}`, dataText(goal), rightsText(goal)]),
    ...(month === undefined ? [] : [`a month costs ${dollars(month.after)}, ${difference(month.before, month.after)}`]),
    ...(marked === 0 ? [] : [`${plural(marked, 'figure')} of the run ${marked === 1 ? 'differs' : 'differ'} much`]),
  ];
  return `Nothing refuses it${parts.length === 0 ? '' : `. ${parts.join('; ')}`}.`;
}

function dataText({ resources }: EnvironmentChanges): string {
  const lost = resources.filter(losesData).length;
  if (lost === 0) return 'nothing that holds data is replaced or removed';
  return `${plural(lost, 'resource')} that ${lost === 1 ? 'holds' : 'hold'} data ${lost === 1 ? 'is' : 'are'} replaced or removed, as the literal allows`;
}

function rightsText({ security: { broadened, statements, rules, protections } }: EnvironmentChanges): string {
  if (broadened) return 'somebody may do more than before';
  return statements.length + rules.length + protections.length === 0 ? 'no right changes' : 'no right is broadened';
}

/** What is to be done, and by whom. */
export function whatFollows({ verdict }: ReleaseEvidence): string {
  return verdict === 'pass'
    ? 'Next: a person decides. Whoever approves compares the SHA-256 that the approval shows with the one at the foot of this page; prod takes this build and no other.'
    : 'Next: nobody is asked. A commit that mends it has evidence of its own.';
}

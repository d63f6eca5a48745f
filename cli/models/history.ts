import type { Transition } from '../../core/contracts/promotion.ts';
import { textTable } from '../table.ts';
import type { View } from '../view.ts';
import type { Question } from './question.ts';
import { instant, stagedVersions } from './versions.ts';

const HEADER = ['revision', 'when', 'action', 'from', 'to', 'by', 'reason', 'report'];
const WORDS = [1, 2, 5, 6, 7];

/** Every move of the Production pointer, oldest first. */
export async function historyView({ dataset, ports }: Question): Promise<View> {
  const history = await ports.production.history(dataset);
  // A data set that nobody knows is an error; one whose models never went live has an empty history.
  if (history.length === 0) await stagedVersions(ports, dataset);
  const present = history.at(-1);
  const closing =
    present === undefined
      ? `No version of '${dataset}' was ever in Production`
      : `Version ${present.to} of '${dataset}' is in Production`;
  return {
    json: { dataset, history },
    text: history.length === 0 ? closing : `${textTable(HEADER, history.map(rowOf), WORDS)}\n${closing}`,
  };
}

function rowOf({ revision, atMs, action, from, to, by, reason, evidence }: Transition): readonly string[] {
  return [
    String(revision),
    instant(atMs),
    action,
    from === null ? '-' : String(from),
    String(to),
    by,
    reason,
    evidence?.reportUri ?? '-',
  ];
}

import { personOf } from '../place/person.ts';
import { type Place, targetOf } from '../place/place.ts';
import { printView, type View } from '../view.ts';
import type { RollbackOptions } from './command.ts';
import { type RollBack, type RollBackRequest, rollBackRequest } from './roll-back-request.ts';

/** @throws UsageError; RunFailed with the error of the state machine */
export async function rollBack(options: RollbackOptions): Promise<void> {
  const { place, dataset } = targetOf(options);
  const { to, reason, json } = options;
  const request = rollBackRequest({
    dataset,
    ...(to === undefined ? {} : { to }),
    by: personOf(options.by),
    reason,
    nowMs: Date.now(),
  });
  printView(rolledBack(request, await rollBackAt(place, request)), json);
}

/** Progress goes to standard error, so that standard output holds the result alone. */
async function rollBackAt(place: Place, request: RollBackRequest): Promise<RollBack> {
  const write = (piece: string): void => void process.stderr.write(piece);
  if (place.on === 'aws') {
    const { rollBackInAws } = await import('./roll-back-aws.ts');
    return rollBackInAws(place.environment, request, { write });
  }
  const { rollBackInFolder } = await import('./roll-back-folder.ts');
  return rollBackInFolder(place.folder, request, write);
}

function rolledBack({ input, name }: RollBackRequest, { from, to, revision }: RollBack): View {
  const { dataset, by, reason } = input;
  return {
    json: { dataset, execution: name, from, to, revision, by, reason, signature: 'valid' },
    text:
      `Production of '${dataset}': version ${from} -> version ${to} (revision ${revision}), by ${by}: ${reason}\n` +
      `The signature of version ${to} was verified before the move.`,
  };
}

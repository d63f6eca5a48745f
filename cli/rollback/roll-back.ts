import { personOf } from '../place/person.ts';
import { type Place, targetOf } from '../place/place.ts';
import { printView, type View } from '../view.ts';
import { UsageError } from '../errors.ts';
import type { RollbackOptions } from './command.ts';
import { type RollBack, type RollBackRequest, rollBackRequest } from './roll-back-request.ts';

/** @throws UsageError; RunFailed with the error of the state machine */
export async function rollBack(options: RollbackOptions): Promise<void> {
  const { place, dataset } = targetOf(options);
  const { to, release, json } = options;
  if (release && to !== undefined) throw new UsageError('--release moves nothing: leave out --to');
  const request = rollBackRequest({
    dataset,
    ...(to === undefined ? {} : { to }),
    ...(release ? { release } : {}),
    by: personOf(options.by),
    reason: options.reason ?? (release ? 'released by hand' : 'rolled back by hand'),
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
  const { dataset, by, reason, release } = input;
  const done = { dataset, execution: name, from, to, revision, by, reason };
  if (release === true) {
    const text = `Production of '${dataset}': version ${to} is refreshed again (revision ${revision}), by ${by}: ${reason}`;
    return { json: { ...done, action: 'release' }, text };
  }
  return {
    json: { ...done, action: 'roll-back', signature: 'valid' },
    text:
      `Production of '${dataset}': version ${from} -> version ${to} (revision ${revision}), by ${by}: ${reason}\n` +
      `The signature of version ${to} was verified before the move. No refresh takes its place until --release, or until the next selection goes live.`,
  };
}

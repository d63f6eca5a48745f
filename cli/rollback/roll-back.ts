import { personOf } from '../place/person.ts';
import { requireRegistry } from '../place/local-folder.ts';
import { placeOption, targetOf } from '../place/place.ts';
import { runMachineAt } from '../place/run-machine.ts';
import { printView, type View } from '../view.ts';
import { UsageError } from '../errors.ts';
import { releaseCommand } from '../models/in-production.ts';
import type { RollbackOptions } from './command.ts';
import { type RollBack, rollBackOutput, type RollBackRequest, rollBackRequest } from './roll-back-request.ts';

/** @throws UsageError; RunFailed with the error of the state machine */
export async function rollBack(options: RollbackOptions): Promise<void> {
  const { place, dataset } = targetOf(options);
  const { to, release, json, clock } = options;
  if (release && to !== undefined) throw new UsageError('--release moves nothing: leave out --to');
  const input = {
    dataset,
    ...(to === undefined ? {} : { to }),
    ...(release ? { release } : {}),
    by: personOf(options.by),
    reason: options.reason ?? (release ? 'released by hand' : 'rolled back by hand'),
  };
  const request = rollBackRequest(input, clock);
  if (place.on === 'folder') await requireRegistry(place.folder);
  const done = rollBackOutput.parse(await runMachineAt(place, request));
  printView(rolledBack(request, done, releaseCommand({ dataset }, placeOption(place))), json);
}

function rolledBack({ input, name }: RollBackRequest, { from, to, revision }: RollBack, releasing: string): View {
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
      `The signature of version ${to} was verified before the move. No refresh takes its place until the next selection goes live, or until it is released:\n` +
      `  ${releasing}`,
  };
}

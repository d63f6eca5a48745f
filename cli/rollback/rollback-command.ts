import type { Place } from '../place/place.ts';
import { type CommandSpec, parseCommand, text, wholeNumber } from '../options.ts';
import { BY_OPTION, personOf } from '../place/person.ts';
import { PLACE_OPTIONS, targetOf } from '../place/place.ts';
import { type RollBack, type RollBackRequest, rollBackRequest } from './roll-back-request.ts';
import { printView, type View } from '../models/view.ts';

const { dataset, ...elsewhere } = PLACE_OPTIONS;

export const ROLLBACK_COMMAND: CommandSpec = {
  name: 'rollback',
  summary:
    'Moves Production back to a version that was there before, through the roll-back state machine, which checks its signature first.',
  options: {
    dataset,
    to: {
      type: 'string',
      value: 'VERSION',
      help: 'a version that was in Production once (default: the one before the present)',
    },
    reason: { type: 'string', value: 'T', help: "why, for the audit record (default 'rolled back by hand')" },
    by: BY_OPTION,
    ...elsewhere,
  },
};

/** `npm run rollback`. @throws UsageError; RunFailed with the error of the state machine */
export async function rollbackCommand(args: readonly string[]): Promise<void> {
  const options = parseCommand(ROLLBACK_COMMAND, args);
  if (options === undefined) return;
  const { place, dataset: name } = targetOf(options);
  const to = wholeNumber(options, 'to', 1);
  const request = rollBackRequest({
    dataset: name,
    ...(to === undefined ? {} : { to }),
    by: personOf(options),
    reason: text(options, 'reason') ?? 'rolled back by hand',
    nowMs: Date.now(),
  });
  printView(rolledBack(request, await rollBackAt(place, request)), options.json === true);
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
  return {
    json: {
      dataset: input.dataset,
      execution: name,
      from,
      to,
      revision,
      by: input.by,
      reason: input.reason,
      signature: 'valid',
    },
    text:
      `Production of '${input.dataset}': version ${from} -> version ${to} (revision ${revision}), by ${input.by}: ${input.reason}\n` +
      `The signature of version ${to} was verified before the move.`,
  };
}

import { runCommand } from '../run-command.ts';
import { replayCommand } from './command.ts';
import { replayRequest } from './replay-request.ts';
import { requireCountry } from './require-country.ts';

await runCommand(replayCommand, async (options, given) => {
  const request = replayRequest(options, given);
  await requireCountry(request.dataset.holidays);
  return (await import('./run-replay.ts')).runReplay(request);
});

import { parseCommand, runCommand } from '../options.ts';
import { REPLAY_COMMAND, replayRequest } from './replay-request.ts';
import { runReplay } from './run-replay.ts';

await runCommand(async (args) => {
  const options = parseCommand(REPLAY_COMMAND, args);
  if (options !== undefined) await runReplay(replayRequest(options));
});

import { runCommand } from '../run-command.ts';
import { replayCommand } from './command.ts';
import { replayRequest } from './replay-request.ts';

await runCommand(replayCommand, async (options) => (await import('./run-replay.ts')).runReplay(replayRequest(options)));

import { runCommand } from '../run-command.ts';
import { initCommand } from './command.ts';

await runCommand(initCommand, async (options) => (await import('./init.ts')).runInit(options));

import { runCommand } from '../run-command.ts';
import { rehearseCommand } from './command.ts';

await runCommand(rehearseCommand, async (options) => (await import('./rehearse.ts')).rehearse(options));

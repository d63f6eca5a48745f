import { runCommand } from '../run-command.ts';
import { teardownCommand } from './command.ts';

await runCommand(teardownCommand, async (options) => (await import('./tear-down.ts')).tearDown(options));

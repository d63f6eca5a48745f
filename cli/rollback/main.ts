import { runCommand } from '../run-command.ts';
import { rollbackCommand } from './command.ts';

await runCommand(rollbackCommand, async (options) => (await import('./roll-back.ts')).rollBack(options));

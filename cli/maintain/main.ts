import { runCommand } from '../run-command.ts';
import { maintainCommand } from './command.ts';

await runCommand(maintainCommand, async (options) => (await import('./maintain.ts')).maintain(options));

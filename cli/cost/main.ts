import { runCommand } from '../run-command.ts';
import { costCommand } from './command.ts';

await runCommand(costCommand, async (options) => (await import('./cost.ts')).printCost(options));

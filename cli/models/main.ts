import { runCommand } from '../run-command.ts';
import { modelsCommand } from './command.ts';

await runCommand(modelsCommand, async (options) => (await import('./models.ts')).printModels(options));

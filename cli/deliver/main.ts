import { runCommand } from '../run-command.ts';
import { deliverCommand } from './command.ts';

await runCommand(deliverCommand, async (options) => (await import('./deliver.ts')).deliver(options));

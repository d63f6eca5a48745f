import { runCommand } from '../run-command.ts';
import { deliveriesCommand } from './command.ts';

await runCommand(deliveriesCommand, async (options) => (await import('./deliveries.ts')).deliveries(options));

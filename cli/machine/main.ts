import { runCommand } from '../run-command.ts';
import { machineCommand } from './command.ts';

await runCommand(machineCommand, async (options) => (await import('./machine.ts')).runMachine(options));

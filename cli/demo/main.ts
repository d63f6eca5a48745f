import { runCommand } from '../run-command.ts';
import { demoCommand } from './command.ts';

await runCommand(demoCommand, async (options) => (await import('./demo.ts')).runDemo(options));

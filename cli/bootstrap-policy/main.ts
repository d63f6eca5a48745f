import { runCommand } from '../run-command.ts';
import { bootstrapPolicyCommand } from './command.ts';

await runCommand(bootstrapPolicyCommand, async (options) =>
  (await import('./bootstrap-policy.ts')).printPolicy(options),
);

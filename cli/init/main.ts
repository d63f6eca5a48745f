import { tellingOptions } from '../field-options.ts';
import { runCommand } from '../run-command.ts';
import { initCommand } from './command.ts';

await runCommand(initCommand, async (options) => {
  const { runInit } = await import('./init.ts');
  return tellingOptions(initCommand, () => runInit(options));
});

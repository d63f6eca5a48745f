import { runCommand } from '../options.ts';
import { rollbackCommand } from './rollback-command.ts';

await runCommand(rollbackCommand);

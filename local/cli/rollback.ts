import { runCommand } from './options.ts';
import { rollbackCommand } from './remote/rollback-command.ts';

await runCommand(rollbackCommand);

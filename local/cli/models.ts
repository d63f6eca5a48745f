import { printModels } from './models/command.ts';
import { runCommand } from './options.ts';

await runCommand(printModels);

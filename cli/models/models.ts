import { printModels } from './command.ts';
import { runCommand } from '../options.ts';

await runCommand(printModels);

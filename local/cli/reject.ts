import { runCommand } from './options.ts';
import { answerCommand } from './remote/answer-command.ts';

await runCommand((args) => answerCommand('reject', args));

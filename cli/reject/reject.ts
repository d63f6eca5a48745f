import { runCommand } from '../options.ts';
import { answerCommand } from '../answer/answer-command.ts';

await runCommand((args) => answerCommand('reject', args));

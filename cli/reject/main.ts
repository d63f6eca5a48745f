import { runCommand } from '../run-command.ts';
import { rejectCommand } from './command.ts';

await runCommand(rejectCommand, async (options) => {
  const { answer } = await import('../answer/answer.ts');
  return answer(options, { approved: false, comment: options.reason });
});

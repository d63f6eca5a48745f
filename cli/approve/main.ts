import { runCommand } from '../run-command.ts';
import { approveCommand } from './command.ts';

await runCommand(approveCommand, async (options) => {
  const { answer } = await import('../answer/answer.ts');
  return answer(options, { approved: true, comment: options.comment });
});

import { expect, it } from '@jest/globals';
import { approvalQuestion } from '../../cli/replay/approval-question.ts';

it('prints commands that run as they stand, whatever the folder is called', () => {
  const question = { dataset: 'weather', runId: 'replay-w01', modelVersion: 2 };
  expect(approvalQuestion(question, 'my runs/x', "--folder 'my runs/x'").split('\n').slice(2)).toEqual([
    "Version 2 of 'weather' waits for approval; the comparison is my runs/x/artifacts/promotions/weather/replay-w01/comparison.html",
    "  npm run approve -- --folder 'my runs/x' --dataset weather --run replay-w01",
    "  npm run reject -- --folder 'my runs/x' --dataset weather --run replay-w01 --reason '...'",
    '',
  ]);
});

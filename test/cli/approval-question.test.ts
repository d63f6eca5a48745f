import { expect, it } from '@jest/globals';
import { approvalQuestion } from '../../cli/replay/approval-question.ts';

const asked = (file: string) => {
  const report = { reportUri: `s3://artifacts/promotions/weather/replay-w01/${file}`, reportSha256: 'f00' };
  const question = { dataset: 'weather', runId: 'replay-w01', modelVersion: 2, report };
  return approvalQuestion(question, 'my runs/x', "--folder 'my runs/x'").split('\n').slice(2);
};

it('prints commands that run as they stand, whatever the folder is called', () => {
  expect(asked('comparison.json')).toEqual([
    "Version 2 of 'weather' waits for approval; its report is my runs/x/artifacts/promotions/weather/replay-w01/comparison.html",
    "  npm run approve -- --folder 'my runs/x' --dataset weather --run replay-w01",
    "  npm run reject -- --folder 'my runs/x' --dataset weather --run replay-w01 --reason '...'",
    '',
  ]);
});

it('names what the guard found where a refresh waits', () => {
  expect(asked('guard.json')[0]).toContain(
    'its report is my runs/x/artifacts/promotions/weather/replay-w01/guard.html',
  );
});

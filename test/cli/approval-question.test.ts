import { expect, it } from '@jest/globals';
import { askApproval } from '../../cli/answer/approval-question.ts';
import { fakeTerminal } from './progress/fake-terminal.ts';

const asked = (file: string, isTTY: boolean) => {
  const report = { reportUri: `s3://artifacts/promotions/weather/replay-w01/${file}`, reportSha256: 'f00' };
  const question = { dataset: 'weather', runId: 'replay-w01', modelVersion: 2, report };
  const terminal = fakeTerminal({ isTTY });
  askApproval(terminal.screen, question, { outDir: '/tmp/my runs/x', place: "--folder '/tmp/my runs/x'" });
  terminal.screen.end();
  return terminal.lines;
};

it('prints commands that run as they stand, whatever the folder is called', () => {
  expect(asked('comparison.json', false)).toEqual([
    '',
    "Version 2 of 'weather' waits for approval",
    '  Its report: /tmp/my runs/x/artifacts/promotions/weather/replay-w01/comparison.html',
    "  npm run approve -- --folder '/tmp/my runs/x' --dataset weather \\",
    '      --run replay-w01 --report f00',
    "  npm run reject -- --folder '/tmp/my runs/x' --dataset weather \\",
    "      --run replay-w01 --report f00 --reason '...'",
    '',
    '',
  ]);
});

it('links what the guard found where a refresh waits', () => {
  expect(asked('guard.json', true)[2]).toBe(
    '  Its report: file:///tmp/my%20runs/x/artifacts/promotions/weather/replay-w01/guard.html',
  );
});

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { localPorts } from '../../hosts/folder.ts';
import { answer as answerPromotion } from '../../cli/answer/answer.ts';
import { approveCommand } from '../../cli/approve/command.ts';
import { parseCommand } from '../../cli/options.ts';
import { rejectCommand } from '../../cli/reject/command.ts';
import { modelsFolder, printed } from './models-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await modelsFolder();
});

const place = () => ['--dataset', 'weather', '--folder', folder];
const answer = (verdict: 'approve' | 'reject', ...args: string[]) =>
  printed(async () => {
    const words = [...args, ...place()];
    if (verdict === 'approve') {
      const options = parseCommand(approveCommand, words)!;
      return answerPromotion(options, { approved: true, comment: options.comment });
    }
    const options = parseCommand(rejectCommand, words)!;
    return answerPromotion(options, { approved: false, comment: options.reason });
  });
const answerFile = async (run: string) =>
  JSON.parse(await readFile(join(folder, 'artifacts/approvals/weather', run, 'answer.json'), 'utf8'));

const REPORT = '{"verdict":"pass"}\n';
/** Of the text above. */
const SHA256 = 'bde042f65331e3211fb9339d5c04f1b4c1edf402e1c65e075b796223fba9beb9';

async function ask(runId: string, modelVersion: number, more: object = {}): Promise<void> {
  const key = `promotions/weather/${runId}/comparison.json`;
  const report = { reportUri: `s3://artifacts/${key}`, reportSha256: SHA256, ...more };
  const request = { dataset: 'weather', runId, modelVersion, report };
  const { artifacts } = localPorts(folder, []).stores;
  await artifacts.write(key, new TextEncoder().encode(REPORT));
  await artifacts.write(`approvals/weather/${runId}/request.json`, new TextEncoder().encode(JSON.stringify(request)));
}

describe('approve and reject on a folder', () => {
  it('answers the only question, for the report that it was about', async () => {
    await ask('run-3', 3);
    const text = await answer('approve', '--by', 'grace', '--comment', 'looks right');
    expect(text).toMatch(/^Version 3 of 'weather' \(run run-3\) is approved by grace: looks right\n/);
    expect(await answerFile('run-3')).toEqual({
      approved: true,
      by: 'grace',
      comment: 'looks right',
      reportSha256: SHA256,
    });
  });

  it('says no with the reason', async () => {
    await ask('run-3', 3);
    const text = await answer('reject', '--run', 'run-3', '--by', 'grace', '--reason', 'too warm', '--json');
    expect(JSON.parse(text)).toMatchObject({
      runId: 'run-3',
      modelVersion: 3,
      decision: 'rejected',
      comment: 'too warm',
    });
    expect(await answerFile('run-3')).toMatchObject({ approved: false, comment: 'too warm' });
  });

  it('takes the user of the machine for who decides', async () => {
    await ask('run-3', 3);
    await answer('approve');
    expect((await answerFile('run-3')).by).toMatch(/./);
  });

  it('lists the open questions when it cannot tell which one is meant', async () => {
    await ask('run-3', 3);
    await ask('run-4', 4);
    await expect(answer('approve')).rejects.toMatchObject({
      name: 'ApprovalUnknown',
      message: expect.stringMatching(
        /2 promotions .* allowed: run-3 \(version 3\), run-4 \(version 4\); hint: .*--run/,
      ),
    });
    await answer('approve', '--run', 'run-4');
    await expect(answer('approve', '--run', 'run-5')).rejects.toMatchObject({
      name: 'ApprovalUnknown',
      message: expect.stringMatching(/got 'run-5'; allowed: run-3 \(version 3\)$/),
    });
  });

  it('never answers twice', async () => {
    await ask('run-3', 3);
    await answer('approve', '--run', 'run-3', '--by', 'grace');
    await expect(answer('reject', '--run', 'run-3', '--by', 'alan', '--reason', 'no')).rejects.toMatchObject({
      name: 'ApprovalUnknown',
      message: expect.stringContaining('none: no promotion is waiting'),
    });
    expect(await answerFile('run-3')).toMatchObject({ approved: true, by: 'grace' });
  });

  it('answers the report that was read, and no other', async () => {
    await ask('run-3', 3);
    await expect(answer('approve', '--report', 'f00')).rejects.toMatchObject({
      name: 'AnswerRefused',
      message: expect.stringMatching(/asks about another report; got 'f00'; allowed: [0-9a-f]{64}/),
    });
    await answer('approve', '--report', SHA256, '--by', 'grace');
    expect(await answerFile('run-3')).toMatchObject({ approved: true, reportSha256: SHA256 });
  });

  it('refuses a report that was changed after the question was asked', async () => {
    await ask('run-3', 3);
    await writeFile(join(folder, 'artifacts/promotions/weather/run-3/comparison.json'), REPORT.replace('pass', 'fine'));
    await expect(answer('approve')).rejects.toMatchObject({
      name: 'AnswerRefused',
      message: expect.stringContaining('was changed after the question was asked'),
    });
    await expect(answerFile('run-3')).rejects.toThrow('ENOENT');
  });

  it('refuses a page that was changed, too: it is what people read', async () => {
    const page = 'promotions/weather/run-3/comparison.html';
    const pageSha256 = createHash('sha256').update('<p>pass</p>').digest('hex');
    await ask('run-3', 3, { pageSha256 });
    const { artifacts } = localPorts(folder, []).stores;
    await artifacts.write(page, new TextEncoder().encode('<p>fine</p>'));
    await expect(answer('approve')).rejects.toMatchObject({
      name: 'AnswerRefused',
      message: expect.stringMatching(/comparison\.html was changed after the question was asked/),
    });
    await artifacts.write(page, new TextEncoder().encode('<p>pass</p>'));
    await answer('approve', '--by', 'grace');
    expect(await answerFile('run-3')).toMatchObject({ reportSha256: SHA256, pageSha256 });
  });

  it('does not take for open what went live or was refused without an answer', async () => {
    await ask('run-2', 2);
    await ask('run-3', 3);
    const { artifacts } = localPorts(folder, []).stores;
    await artifacts.write('registry/weather/refusals/run-3.json', new TextEncoder().encode('{}'));
    await expect(answer('approve')).rejects.toThrow('none: no promotion is waiting');
  });

  it.each([
    ['reject' as const, [], '--reason is missing'],
    ['approve' as const, ['--env', 'dev'], '--folder and --env are two places'],
    ['approve' as const, ['--reason', 'x'], "Unknown option '--reason'"],
    ['approve' as const, ['--by', ' '], "--by '' names nobody"],
    ['reject' as const, ['--reason', 'x', '--by', 'The Replay'], "--by 'The Replay' is what the platform calls itself"],
  ])('%s takes %p for a mistake in its use', async (verdict, args, message) => {
    await expect(answer(verdict, ...args)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
    });
  });
});

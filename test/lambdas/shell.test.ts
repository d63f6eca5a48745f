import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { requestApprovalStep } from '../../core/contracts/steps/promote.ts';
import { ingestStep } from '../../core/contracts/steps/ingest.ts';
import { runStep } from '../../lambdas/shell.ts';
import { memoryPorts } from '../support/ports.ts';

const host = () => memoryPorts({ datasets: [] });
const output = { bronzeVersion: 1, files: 1, newFiles: 0, newRows: 0 };

describe('runStep', () => {
  it('hands the parsed input on and gives the output back', async () => {
    const seen: unknown[] = [];
    const run = async (input: unknown) => (seen.push(input), output);
    expect(await runStep(ingestStep, run, { event: { dataset: 'weather' }, host })).toEqual(output);
    expect(seen).toEqual([{ dataset: 'weather' }]);
  });

  it.each([
    [
      { dataset: 7 },
      "the field 'dataset' of the step's input is invalid; got 7; allowed: Invalid input: expected string",
    ],
    [{}, "the field 'dataset' of the step's input is invalid; got 'nothing'"],
    [{ dataset: 'w', extra: 1 }, 'Unrecognized key: "extra"'],
    [null, 'the input of the step is invalid; got null'],
  ])('refuses %j before the step runs', async (event, message) => {
    const run = async () => Promise.reject(new Error('the step ran'));
    await expect(runStep(ingestStep, run, { event, host })).rejects.toMatchObject({
      name: 'StepInputInvalid',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['an unknown field', { taskToken: 'secret', extra: 1 }, "in the execution's history"],
    ['a token that is none', { taskToken: ['secret'] }, "got '(in the execution's history)'"],
    ['a replay that is none', { taskToken: 'secret', replay: '..' }, "the field 'replay'"],
  ])('names no task token in what it refuses for %s', async (_, more, message) => {
    const report = { reportUri: 'u', reportSha256: 's' };
    const event = { dataset: 'weather', runId: 'r', modelVersion: 1, report, ...more };
    const never = async () => Promise.reject(new Error('the step ran'));
    const refusal = runStep(requestApprovalStep, never, { event, host }).catch((error: unknown) => error);
    expect(await refusal).toMatchObject({ name: 'StepInputInvalid', message: expect.stringContaining(message) });
    expect(inspect(await refusal, { depth: Infinity })).not.toContain('secret');
  });

  it('refuses an output that breaks the contract', async () => {
    const run = async () => ({ ...output, files: -1 });
    await expect(runStep(ingestStep, run, { event: { dataset: 'w' }, host })).rejects.toThrow('files');
  });

  it('runs on the ports of the replay that is named beside the input, which the step does not see', async () => {
    const asked: unknown[] = [];
    const hostOfAll = (replay?: string) => (asked.push(replay), host());
    const run = async (input: unknown) => (asked.push(input), output);
    await runStep(ingestStep, run, { event: { dataset: 'weather', replay: 'history_1' }, host: hostOfAll });
    await runStep(ingestStep, run, { event: { dataset: 'weather' }, host: hostOfAll });
    expect(asked).toEqual(['history_1', { dataset: 'weather' }, undefined, { dataset: 'weather' }]);
  });

  it.each(['', '.', '..', '../registry', 'a/b', 'a\\b', 'x'.repeat(65), null, 7, ['history'], { a: 1 }])(
    'refuses the replay %j, rather than running outside of it',
    async (replay) => {
      const never = () => {
        throw new Error('the step ran');
      };
      const event = { dataset: 'weather', replay };
      await expect(runStep(ingestStep, never, { event, host: never })).rejects.toMatchObject({
        name: 'StepInputInvalid',
        message: expect.stringContaining("the field 'replay'"),
      });
    },
  );
});

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { MACHINES } from '../../../core/contracts/machine-inputs.ts';
import { machineCommand } from '../../../cli/machine/command.ts';
import { runMachine } from '../../../cli/machine/machine.ts';
import { machineInput } from '../../../cli/machine/machine-input.ts';
import { parseCommand } from '../../../cli/options.ts';
import { weather } from '../../../datasets/weather.ts';
import { dev } from '../../../environments/dev.ts';
import { modelsFolder, printed } from '../models-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await modelsFolder();
  await mkdir(join(folder, 'landing'));
});

/** What it says while it runs. */
let said = '';

async function machine(...args: readonly string[]): Promise<string> {
  const write = process.stderr.write.bind(process.stderr);
  said = '';
  process.stderr.write = (piece: string | Uint8Array) => (said += String(piece)) !== '';
  return printed(() => runMachine(parseCommand(machineCommand, [...args, '--folder', folder])!)).finally(
    () => (process.stderr.write = write),
  );
}

const ROLL_BACK = { dataset: 'weather', by: 'grace', reason: 'too warm' };
const rollBack = (input: object) => machine('roll-back', '--input', JSON.stringify({ ...ROLL_BACK, ...input }));

describe('a machine on a folder', () => {
  it('prints what it puts out, and is called by a time of its own', async () => {
    expect(JSON.parse(await rollBack({}))).toEqual({ from: 2, to: 1, revision: 3 });
    const [history] = await readdir(join(folder, 'executions', 'roll-back'));
    expect(said).toMatch(/^ {2}roll-back Move Production back +\d+/);
    expect(history).toMatch(/^roll-back-\d{8}T\d{9}Z\.json$/);
  });

  it('is called as the input says, once', async () => {
    await rollBack({ runId: 'mine', to: 1 });
    const taken = join(folder, 'executions/roll-back/mine.json');
    expect(JSON.parse(await readFile(taken, 'utf8'))).toMatchObject({ name: 'mine', status: 'SUCCEEDED' });
    await expect(rollBack({ runId: 'mine' })).rejects.toMatchObject({
      name: 'UsageError',
      message: `runId 'mine' of the input is taken, by ${taken}; give another, or none`,
    });
  });

  it("fails with the platform's error, and the state that it came from", async () => {
    await expect(rollBack({ to: 3 })).rejects.toMatchObject({
      name: 'RollbackRefused',
      message: expect.stringContaining("It was in the state 'Move Production back'; the histories in"),
    });
  });

  it('knows the data sets of the folder, and says which', async () => {
    await expect(rollBack({ dataset: 'wether' })).rejects.toMatchObject({
      name: 'DatasetUnknown',
      message: expect.stringContaining("got 'wether'; allowed: weather; hint: did you mean 'weather'?"),
    });
  });

  it('says where the folder runs another literal than datasets/ has', async () => {
    const other = { ...weather, owner: 'somebody', seed: 7 };
    await writeFile(join(folder, 'dataset.json'), JSON.stringify(other));
    await rollBack({});
    expect(said.replaceAll(/\s+/g, ' ')).toContain(
      `Note: 'weather' runs as ${folder}/dataset.json has it; in datasets/ owner, seed say otherwise by now: without that file, datasets/ counts`,
    );
  });

  it('asks nobody of history', async () => {
    await expect(machine('replay', '--input', '{"dataset":"weather"}', '--approvals', 'ask')).rejects.toThrow(
      "--approvals: a replay beside the folder's models asks nobody",
    );
  });

  it('needs a folder in which something could be delivered', async () => {
    const elsewhere = join(folder, 'nothing');
    const asked = ['train', '--input', '{"dataset":"weather"}', '--folder', elsewhere];
    await expect(runMachine(parseCommand(machineCommand, asked)!)).rejects.toThrow(
      `--folder '${elsewhere}' has no landing bucket; 'npm start' makes one in out/demo`,
    );
  });
});

describe('a machine in an account', () => {
  const inDev = (...more: readonly string[]) =>
    runMachine(parseCommand(machineCommand, ['train', '--env', 'dev', ...more])!);

  it('is of a data set that the environment lists', async () => {
    await expect(inDev('--input', '{"dataset":"wether"}')).rejects.toThrow(
      `--dataset 'wether' is not in the environment dev, which has ${dev.datasets.join(', ')}; did you mean 'weather'?`,
    );
  });

  it('asks people, and tells the time, as the environment does', async () => {
    const asked = ['--input', '{"dataset":"weather"}'];
    await expect(inDev(...asked, '--approvals', 'ask')).rejects.toThrow('--approvals is of a folder');
    await expect(inDev(...asked, '--clock', '2026-01-01T00:00:00Z')).rejects.toThrow('--clock is for a folder');
  });
});

describe('the input of a machine', () => {
  it('is JSON that the machine takes', () => {
    const window = {
      train: { start: '2012-01-01', end: '2013-12-31' },
      evaluate: { start: '2014-01-01', end: '2014-06-30' },
    };
    const input = { dataset: 'weather', window };
    expect(machineInput('pipeline', JSON.stringify(input))).toEqual(input);
  });

  it.each([
    [
      'forecast',
      '{dataset:weather}',
      /^--input '\{dataset:weather\}' is no JSON; between single quotes a shell leaves it alone: --input '/,
    ],
    ['forecast', '["weather"]', /^--input '\["weather"\]' is no JSON object; as in --input '\{"dataset":"weather"\}'$/],
    [
      'forecast',
      '{"dataset":"weather","modelVersoin":1}',
      "--input of forecast: 'modelVersion' is missing: 'production', 'latest', or a version's number: in force is what Production's says; 'modelVersoin' is unknown, did you mean " +
        "'modelVersion'?; it takes dataset, modelVersion [after, reaching, range, runId]",
    ],
    [
      'forecast',
      '{"dataset":"weather","modelVersion":"99"}',
      "'modelVersion' cannot be \"99\": 'production', 'latest', or a version's number: in force is what Production's says; it takes",
    ],
    [
      'promote',
      '{"dataset":"weather","modelVersion":"9"}',
      '\'modelVersion\' cannot be "9": number of the version; it',
    ],
    [
      'forecast',
      '{"dataset":"weather","modelVersion":0}',
      "'modelVersion' cannot be 0: 'production', 'latest', or a version's number: in force is what Production's says; it takes",
    ],
    [
      'roll-back',
      '{"dataset":"weather","by":"","reason":"x"}',
      "'by' cannot be \"\": a person's name: this one names nobody; it takes",
    ],
    [
      'train',
      '{"dataset":"weather","range":{"start":"2012"}}',
      "'range.start' cannot be \"2012\": a date '1981-01-31'",
    ],
    ['train', '{"dataset":"weather","range":{"start":"2012"}}', "'range.end' is missing: what of history is known"],
    ['replay', `{"dataset":"weather","runId":"${'a'.repeat(51)}"}`, 'letters, digits, _ and -, at most 50'],
  ] as const)('of %s is refused as %s', (name, text, message) => {
    expect(() => machineInput(name, text)).toThrow(message);
  });
});

describe('the help text', () => {
  it('has every machine with what it needs, and every field', async () => {
    const text = await printed(async () => void parseCommand(machineCommand, ['--help']));
    const help = text.replaceAll(/\s+/g, ' ');
    for (const name of MACHINES) expect(help).toMatch(new RegExp(` ${name} [^:]*: dataset`));
    expect(help).toContain(
      'published forecasts on what came true: dataset, forecastRunId [range, mayBeEmpty, policy, runId] ',
    );
    expect(help).toContain(
      "modelVersion number of the version; forecast: 'production', 'latest', or a version's number: in force is what Production's says ",
    );
    expect(() => parseCommand(machineCommand, ['forcast'])).toThrow(
      "'forcast' is unknown (did you mean 'forecast'?): npm run machine -- train|",
    );
    // No machine is like it.
    expect(() => parseCommand(machineCommand, ['foo'])).toThrow("'foo' is unknown: npm run machine -- train|");
  });
});

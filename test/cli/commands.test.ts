import { describe, expect, it } from '@jest/globals';
import { aslCommand } from '../../cli/asl/command.ts';
import { approveCommand } from '../../cli/approve/command.ts';
import { bootstrapPolicyCommand } from '../../cli/bootstrap-policy/command.ts';
import { costCommand } from '../../cli/cost/command.ts';
import { machineCommand } from '../../cli/machine/command.ts';
import { deliveriesCommand } from '../../cli/deliveries/command.ts';
import { deliverCommand } from '../../cli/deliver/command.ts';
import { demoCommand } from '../../cli/demo/command.ts';
import { initCommand } from '../../cli/init/command.ts';
import { maintainCommand } from '../../cli/maintain/command.ts';
import { modelsCommand } from '../../cli/models/command.ts';
import { commandOf } from '../../cli/command-schema.ts';
import { widthOf } from '../../cli/fitted-text.ts';
import { parseCommand } from '../../cli/options.ts';
import { rejectCommand } from '../../cli/reject/command.ts';
import { rehearseCommand } from '../../cli/rehearse/command.ts';
import { replayCommand } from '../../cli/replay/command.ts';
import { rollbackCommand } from '../../cli/rollback/command.ts';
import { teardownCommand } from '../../cli/teardown/command.ts';
import { printed } from './models-folder.ts';

const COMMANDS = {
  aslCommand,
  approveCommand,
  bootstrapPolicyCommand,
  costCommand,
  deliverCommand,
  deliveriesCommand,
  demoCommand,
  initCommand,
  machineCommand,
  maintainCommand,
  modelsCommand,
  rehearseCommand,
  rejectCommand,
  replayCommand,
  rollbackCommand,
  teardownCommand,
};

describe.each(Object.entries(COMMANDS))('%s', (_, schema) => {
  it('says what each of its options is', async () => {
    const { properties } = JSON.parse(await printed(async () => void parseCommand(schema, ['--json-schema'])));
    const silent = Object.entries<{ description?: string }>(properties).filter(([, { description }]) => !description);
    expect(silent).toEqual([]);
  });

  it('has a help text that fits the terminal, and names every option once', async () => {
    for (const columns of [60, 80, 200]) {
      const text = await printed(async () => void parseCommand(schema, ['--help']), columns);
      // A word of a command that is wider than the terminal stays whole.
      const wide = text.split('\n').filter((line) => widthOf(line) > columns && !/^ +--[\w-]+ \S+$|^ +\S+$/.test(line));
      expect(wide).toEqual([]);
    }
    const text = await printed(async () => void parseCommand(schema, ['--help']));
    const listed = [...text.matchAll(/^ {2}--([\w-]+)/gm)].map(([, name]) => name);
    const { options, groups } = commandOf(schema);
    expect(listed.toSorted()).toEqual([...options.map(({ name }) => name), 'help', 'json-schema'].sort());
    for (const name of Object.values(groups).flat()) expect(options.map((option) => option.name)).toContain(name);
  });
});

describe('the defaults of a replay', () => {
  const help = (...args: string[]) => printed(async () => void parseCommand(replayCommand, [...args, '--help']));

  it('are those of the frequency that is asked for', async () => {
    const text = await help('--frequency', 'week');
    expect(text).toMatch(/^ {2}--train LENGTH {2,}length of a training window \(default 5y\)$/m);
    expect(text).toMatch(/^ {2}--season N {2,}steps of the main season \(default 52\)$/m);
    expect(text).not.toContain('Defaults by');
  });

  it.each([[[]], [['--frequency', 'weekly']]])('are said of every frequency with %j', async (args) => {
    const text = await help(...args);
    expect(text).toMatch(/^ {2}--season N {2,}steps of the main season \(default by --frequency, below\)$/m);
    expect(text).toContain(
      [
        'Defaults by --frequency:',
        'frequency  train  evaluate  cv-initial  cv-period  cv-horizon  cadence  season',
        '---------  -----  --------  ----------  ---------  ----------  -------  ------',
        'hour       60d    7d        28d         2d         7d          1d       168',
        'day        5y     1y        700d        30d        90d         30d      365',
      ].join('\n'),
    );
  });
});

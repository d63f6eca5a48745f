import { describe, expect, it } from '@jest/globals';
import { aslCommand } from '../../cli/asl/command.ts';
import { approveCommand } from '../../cli/approve/command.ts';
import { deliveriesCommand } from '../../cli/deliveries/command.ts';
import { deliverCommand } from '../../cli/deliver/command.ts';
import { demoCommand } from '../../cli/demo/command.ts';
import { initCommand } from '../../cli/init/command.ts';
import { modelsCommand } from '../../cli/models/command.ts';
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
  deliverCommand,
  deliveriesCommand,
  demoCommand,
  initCommand,
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

  it('has a help text of lines that a terminal shows whole', async () => {
    const text = await printed(async () => void parseCommand(schema, ['--help']));
    expect(text.split('\n').filter((line) => line.length > 130)).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { commandOf } from '../../cli/command-schema.ts';
import { RunFailed, UsageError } from '../../cli/errors.ts';
import { tellingOptions, withOptions } from '../../cli/field-options.ts';
import { initCommand } from '../../cli/init/command.ts';
import { replayCommand } from '../../cli/replay/command.ts';
import { PlatformError } from '../../core/contracts/errors.ts';

const optionsOf = (schema: typeof replayCommand | typeof initCommand) =>
  new Set(commandOf(schema).options.map(({ name }) => name));
const REPLAY = optionsOf(replayCommand);

describe('a message of core, for a command with options in place of fields', () => {
  it.each([
    ["contract.dateOrder 'day-first' reads it", '--date-order day-first reads it'],
    ["contract.thousandsSeparator ' ' and contract.decimalComma true", "--thousands ' ' and --decimal-comma"],
    [`contract.thousandsSeparator "'" reads it`, `--thousands ''\\''' reads it`],
    ['contract.decimalComma false or contract.thousandsSeparator null', 'no --decimal-comma or no --thousands'],
    ['name the column (columns.id), or say so.', 'name the column (--id), or say so.'],
    ['at most 10 % (contract.deliveries.maxRestatedShare)', 'at most 10 % (--max-restated)'],
    ["contract.missingValues '--', if it means no value", '--missing=--, if it means no value'],
    ['shorten evaluation.length.', 'shorten --evaluate.'],
    ["frequency 'week'", '--frequency week'],
    ["its frequency is 'day'", "its frequency is 'day'"],
    ['contract.deliveries.maxSizeRatio', 'contract.deliveries.maxSizeRatio'],
    ['my.contract.min and columns.id.of', 'my.contract.min and columns.id.of'],
  ])('says of %s: %s', (message, reworded) => {
    expect(withOptions(message, REPLAY)).toBe(reworded);
  });

  it('keeps the fields that the command at hand has no option for', () => {
    expect(withOptions("evaluation.length, columns.id and contract.aggregate 'sum'", optionsOf(initCommand))).toBe(
      'evaluation.length, --id and --aggregate sum',
    );
  });

  it('is told so of what its work fails with, by the same name', async () => {
    const failing = (error: Error) => tellingOptions(replayCommand, () => Promise.reject(error));
    const problem = 'there are several rows for one date: columns.id';
    const expected = { name: 'SourceRefused', message: 'there are several rows for one date: --id' };
    await expect(failing(new PlatformError('SourceRefused', { problem }))).rejects.toMatchObject(expected);
    await expect(failing(new RunFailed('SourceRefused', problem))).rejects.toMatchObject(expected);
    const mistake = new UsageError('columns.id');
    await expect(failing(mistake)).rejects.toBe(mistake);
    await expect(tellingOptions(replayCommand, () => Promise.resolve(7))).resolves.toBe(7);
  });
});

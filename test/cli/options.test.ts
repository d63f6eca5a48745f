import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { parseCommand } from '../../cli/options.ts';
import { printed } from './models-folder.ts';

const bake = z
  .strictObject({
    what: z
      .string()
      .min(1)
      .meta({ placeholder: 'CAKE', description: 'what to bake', examples: ['pie'] }),
    heat: z.number().gt(0).lte(300).default(180).meta({ placeholder: 'C', description: 'how hot' }),
    layers: z.number().int().min(1).optional().meta({ placeholder: 'N', description: 'layers (default: as it comes)' }),
    toppings: z
      .array(z.enum(['nuts', 'cream']))
      .default(['nuts', 'cream'])
      .meta({
        placeholder: 'A,B',
        description: 'on top',
      }),
    greeting: z.string().default('for you').meta({ description: 'on the card' }),
    glazed: z.boolean().default(false).meta({ description: 'with a glaze' }),
  })
  .meta({ title: 'bake', description: 'Bakes a cake.' });

const HELP = `Bakes a cake.

Usage: npm run bake -- [options]

Options:
  --what CAKE      what to bake (required)
  --heat C         how hot (default 180)
  --layers N       layers (default: as it comes)
  --toppings A,B   on top: nuts, cream (default all)
  --greeting TEXT  on the card (default 'for you')
  --glazed         with a glaze
  --json-schema    print these options as JSON Schema, for a form or a program
  --help           print this
`;

async function show(...args: readonly string[]): Promise<string> {
  let options: unknown = 'not parsed';
  const text = await printed(async () => void (options = parseCommand(bake, args)));
  expect(options).toBeUndefined();
  return text;
}

describe('parseCommand', () => {
  it('reads texts, numbers, lists and flags, and gives the defaults of what is left out', () => {
    expect(parseCommand(bake, ['--what', 'pie'])).toEqual({
      what: 'pie',
      heat: 180,
      toppings: ['nuts', 'cream'],
      greeting: 'for you',
      glazed: false,
    });
    const all = [
      '--what',
      '7',
      '--heat',
      '1.5e2',
      '--layers',
      '3',
      '--toppings',
      'cream , nuts',
      '--greeting',
      '',
      '--glazed',
    ];
    expect(parseCommand(bake, all)).toEqual({
      what: '7',
      heat: 150,
      layers: 3,
      toppings: ['cream', 'nuts'],
      greeting: '',
      glazed: true,
    });
  });

  it('explains itself from the schema', async () => {
    expect(await show('--help')).toBe(HELP);
  });

  it('prints the schema that reads the options', async () => {
    expect(JSON.parse(await show('--json-schema'))).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'bake',
      description: 'Bakes a cake.',
      type: 'object',
      required: ['what'],
      additionalProperties: false,
      properties: {
        heat: {
          type: 'number',
          default: 180,
          exclusiveMinimum: 0,
          maximum: 300,
          placeholder: 'C',
          description: 'how hot',
        },
        toppings: { type: 'array', items: { enum: ['nuts', 'cream'] } },
        glazed: { type: 'boolean' },
      },
    });
  });

  it.each([
    [[], "--what is missing: what to bake, as in 'pie'"],
    [['--what', ''], "--what is missing: what to bake, as in 'pie'"],
    [['--what', 'pie', '--heat', '301'], "--heat '301' is not a number above 0 and at most 300"],
    [['--what', 'pie', '--heat', ' '], "--heat ' ' is not a number above 0 and at most 300"],
    [['--what', 'pie', '--layers', '1.5'], "--layers '1.5' is not a whole number of at least 1"],
    [['--what', 'pie', '--layers', 'two'], "--layers 'two' is not a whole number of at least 1"],
    [['--what', 'pie', '--toppings', 'nuts,mud'], "--toppings 'mud' is unknown; allowed: nuts, cream"],
    [['--heat', '0', '--layers', '0'], /--what is missing.*\n--heat '0' is not .*\n--layers '0' is not /],
    [['--what'], "argument missing; 'npm run bake -- --help' lists the options"],
    [['--salt', '1'], "Unknown option '--salt'; 'npm run bake -- --help' lists the options"],
    [['pie'], "Unexpected argument 'pie'"],
  ])('refuses %j', (args, message) => {
    expect(() => parseCommand(bake, args)).toThrow(message);
    expect(() => parseCommand(bake, args)).toThrow(expect.objectContaining({ name: 'UsageError' }));
  });
});

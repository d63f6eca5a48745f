import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { commandOf } from '../../cli/command-schema.ts';
import { helpText } from '../../cli/help-text.ts';
import { verbOption } from '../../cli/verb-option.ts';
import { laidOut } from '../../cli/view.ts';

const minutes = { nuts: '40', cream: '30' };
const bake = z
  .strictObject({
    verb: verbOption({ now: 'at once', later: 'when it is time' }),
    what: z.string().meta({ placeholder: 'CAKE', description: 'what to bake' }),
    topping: z.enum(['nuts', 'cream']).default('nuts').meta({ placeholder: 'T', description: 'on top' }),
    minutes: z
      .number()
      .optional()
      .meta({ placeholder: 'N', description: 'how long', defaultsBy: { option: 'topping', values: minutes } }),
    glazed: z.boolean().default(false).meta({ description: 'with a glaze' }),
  })
  .meta({
    title: 'bake',
    description: 'Bakes a cake, which\nneeds an oven:\n  a hot one',
    calls: ['npm run bake -- now --what pie', 'npm run bake -- later --what pie --glazed'],
    groups: { What: ['topping', 'what'], How: ['minutes'] },
    epilogue: { title: 'It is for:', facts: { breakfast: 'in the morning' } },
  });
const help = (given: Readonly<Record<string, unknown>>) => laidOut(helpText(commandOf(bake), given), 60).split('\n');

describe('a help text', () => {
  it('says what the command does, then how it is called, then what it takes', () => {
    expect(help({})).toEqual([
      'Bakes a cake, which needs an oven:',
      '  a hot one',
      '',
      'Examples:',
      '  npm run bake -- now --what pie',
      '  npm run bake -- later --what pie --glazed',
      '',
      'Usage: npm run bake -- WHAT [options]',
      '',
      'WHAT is one of:',
      '  now    at once',
      '  later  when it is time',
      '',
      'What:',
      '  --topping T  on top: nuts, cream (default nuts)',
      '  --what CAKE  what to bake (required)',
      '',
      'How:',
      '  --minutes N  how long (default by --topping, below)',
      '',
      'Defaults by --topping:',
      'topping  minutes',
      '-------  -------',
      'nuts     40',
      'cream    30',
      '',
      'Further options:',
      '  --glazed       with a glaze',
      '  --json-schema  print these options as JSON Schema, for a',
      '                 form or a program',
      '  --help         print this',
      '',
      'It is for:',
      '  breakfast  in the morning',
    ]);
  });

  it('says the default that follows from what is given', () => {
    expect(help({ topping: 'cream' })).toContain('  --minutes N  how long (default 30)');
    expect(help({ topping: 'cream' })).not.toContain('Defaults by --topping:');
    expect(help({ topping: 'mud' })).toContain('Defaults by --topping:');
  });
});

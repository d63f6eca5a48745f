import * as z from 'zod';

/** `npm run asl` */
export const aslCommand = z
  .strictObject({
    definition: z.string().min(1).meta({ placeholder: 'FILE', description: 'the state machine, JSON' }),
    input: z.string().optional().meta({ placeholder: 'FILE', description: "the execution's input, JSON (default {})" }),
    mock: z.string().optional().meta({ placeholder: 'FILE', description: 'what Task states answer, JSON' }),
    history: z.boolean().default(false).meta({ description: 'print the execution history instead of the output' }),
    seed: z.string().default('1').meta({ placeholder: 'N', description: 'of $random, $uuid and jitter' }),
  })
  .meta({
    title: 'asl',
    description:
      'Runs one state machine (Amazon States Language, JSONata) without AWS. Waits cost no time. Exits with 1 when the\n' +
      'execution does not succeed, with 2 when it cannot start.\n\n' +
      'The mock file says what Task states answer, by state name, one answer a call (or one, without the list, for all):\n' +
      '  { "Name": [{ "Return": ... }, { "Throw": { "Error": "...", "Cause": "..." } }] }',
  });

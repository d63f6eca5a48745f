import * as z from 'zod';

/** `npm run asl` */
export const aslCommand = z
  .strictObject({
    definition: z.string().min(1).meta({ placeholder: 'FILE', description: 'the state machine, JSON' }),
    input: z.string().optional().meta({ placeholder: 'FILE', description: "the execution's input, JSON (default {})" }),
    mock: z.string().optional().meta({ placeholder: 'FILE', description: 'what Task states answer, JSON' }),
    type: z
      .enum(['STANDARD', 'EXPRESS'])
      .default('STANDARD')
      .meta({ placeholder: 'TYPE', description: 'as which the machine would be created' }),
    s3: z.string().min(1).optional().meta({
      placeholder: 'FOLDER',
      description: 'its sub-folders are the buckets of ItemReader and ResultWriter',
    }),
    history: z.boolean().default(false).meta({ description: 'print the execution history instead of the output' }),
    seed: z.string().default('1').meta({ placeholder: 'N', description: 'of $random, $uuid and jitter' }),
  })
  .meta({
    title: 'asl',
    calls: ['npm run asl -- --definition FILE --input FILE'],
    description:
      'Runs one state machine (Amazon States Language, JSONata) without AWS. Waits cost no time. Exits with 1 when the\n' +
      'execution does not succeed, with 2 when it cannot start, as when AWS would refuse the definition or warn of it.\n\n' +
      'The mock file says what Task states answer, by state name, one answer a call (or one, without the list, for all):\n' +
      '  { "Name": [{ "Return": ... }, { "Throw": { "Error": "...", "Cause": "..." } }] }',
  });

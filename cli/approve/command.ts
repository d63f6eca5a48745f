import * as z from 'zod';
import { reportOption, runOption } from '../answer/run-option.ts';
import { byOption } from '../place/person.ts';
import { placeOptions } from '../place/place.ts';

const { dataset, ...elsewhere } = placeOptions;

/** `npm run approve` */
export const approveCommand = z
  .strictObject({
    dataset,
    run: runOption,
    report: reportOption,
    by: byOption,
    comment: z
      .string()
      .default('approved')
      .meta({ placeholder: 'T', description: 'a word on why, for the audit record' }),
    ...elsewhere,
  })
  .meta({
    title: 'approve',
    calls: ['npm run approve -- --folder out/demo --dataset weather --run R'],
    description: 'Says yes to a promotion that waits for a person: the version goes live.',
  });

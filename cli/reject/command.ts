import * as z from 'zod';
import { reportOption, runOption } from '../answer/run-option.ts';
import { byOption } from '../place/person.ts';
import { placeOptions } from '../place/place.ts';

const { dataset, ...elsewhere } = placeOptions;

/** `npm run reject` */
export const rejectCommand = z
  .strictObject({
    dataset,
    run: runOption,
    report: reportOption,
    by: byOption,
    reason: z.string().min(1).meta({ placeholder: 'T', description: 'why not' }),
    ...elsewhere,
  })
  .meta({
    title: 'reject',
    calls: ["npm run reject -- --folder out/demo --dataset weather --run R --reason '...'"],
    description: 'Says no to a promotion that waits for a person: the version is archived, with the reason.',
  });

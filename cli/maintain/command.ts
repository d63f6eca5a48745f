import * as z from 'zod';
import { clockOption } from '../clock-option.ts';
import { placeOptions } from '../place/place.ts';

const { dataset, ...elsewhere } = placeOptions;

/** `npm run maintain` */
export const maintainCommand = z
  .strictObject({
    dataset: dataset
      .optional()
      .meta({ placeholder: 'D', description: 'name of the data set (default: all that are there)' }),
    delete: z.boolean().default(false).meta({ description: 'delete it: without this it is only listed' }),
    clock: clockOption,
    ...elsewhere,
  })
  .meta({
    title: 'maintain',
    calls: [
      'npm run maintain -- --folder out/demo',
      'npm run maintain -- --folder out/demo --dataset weather --delete',
    ],
    description:
      'Shows what no version of a table needs that was the newest one within maintenance.keepVersionsDays, or deletes it, through\n' +
      'the state machine maintain. The record of either lists every object.',
  });
export type MaintainOptions = z.output<typeof maintainCommand>;

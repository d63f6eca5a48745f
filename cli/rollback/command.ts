import * as z from 'zod';
import { byOption } from '../place/person.ts';
import { placeOptions } from '../place/place.ts';

const { dataset, ...elsewhere } = placeOptions;

/** `npm run rollback` */
export const rollbackCommand = z
  .strictObject({
    dataset,
    to: z.number().int().min(1).optional().meta({
      placeholder: 'VERSION',
      description: 'a version that was in Production once (default: the one before the present)',
    }),
    reason: z
      .string()
      .default('rolled back by hand')
      .meta({ placeholder: 'T', description: 'why, for the audit record' }),
    by: byOption,
    ...elsewhere,
  })
  .meta({
    title: 'rollback',
    description:
      'Moves Production back to a version that was there before, through the roll-back state machine, which checks its\n' +
      'signature first.',
  });
export type RollbackOptions = z.output<typeof rollbackCommand>;

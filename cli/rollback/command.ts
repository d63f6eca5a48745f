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
      description: 'the version (default: the one that was in Production before)',
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
      'Moves Production back to a kept version, through the roll-back state machine, which checks its signature first.',
  });
export type RollbackOptions = z.output<typeof rollbackCommand>;

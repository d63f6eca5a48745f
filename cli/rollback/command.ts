import * as z from 'zod';
import { clockOption } from '../clock-option.ts';
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
    release: z.boolean().default(false).meta({
      description: 'move nothing: a version that a roll-back holds is refreshed again from the next look on',
    }),
    reason: z
      .string()
      .trim()
      .min(1)
      .optional()
      .meta({ placeholder: 'T', description: "why, for the audit record (default 'rolled back by hand')" }),
    by: byOption,
    clock: clockOption,
    ...elsewhere,
  })
  .meta({
    title: 'rollback',
    calls: ["npm run rollback -- --folder out/demo --dataset weather --reason 'too warm'"],
    description:
      'Moves Production back to a version that was there before, through the roll-back state machine, which checks its\n' +
      'signature first. The version is held there: no refresh takes its place until --release, or until a selection goes live.',
  });
export type RollbackOptions = z.output<typeof rollbackCommand>;

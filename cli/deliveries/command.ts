import * as z from 'zod';
import type { RulingKind } from '../../core/contracts/rulings.ts';
import { clockOption } from '../clock-option.ts';
import { byOption } from '../place/person.ts';
import { placeOptions } from '../place/place.ts';
import { verbOption } from '../verb-option.ts';

const VERBS = {
  list: 'what was delivered, the newest first: rows, new and restated values, what limits and people say of it',
  withdraw: '--delivery is read no more: its rows stay in bronze, and what it had restated comes back',
  restore: 'the withdrawal of --delivery ends',
  accept: '--delivery is read although it is beyond the limits of a delivery (contract.deliveries)',
} as const satisfies Record<'list' | RulingKind, string>;

const { dataset, ...elsewhere } = placeOptions;

/** `npm run deliveries` */
export const deliveriesCommand = z
  .strictObject({
    verb: verbOption(VERBS),
    dataset,
    delivery: z.string().trim().optional().meta({
      placeholder: 'X',
      description:
        "its sha256 or 8 or more digits of its beginning, as 'list' shows it, or its key in the landing bucket",
    }),
    reason: z
      .string()
      .trim()
      .optional()
      .meta({ placeholder: 'TEXT', description: 'withdraw, restore, accept: why; it is kept with the ruling' }),
    by: byOption,
    clock: clockOption,
    all: z.boolean().default(false).meta({ description: 'list: every delivery, not the newest twenty alone' }),
    ...elsewhere,
  })
  .meta({
    title: 'deliveries',
    calls: [
      'npm run deliveries -- list --folder out/demo --dataset weather',
      "npm run deliveries -- withdraw --folder out/demo --dataset weather --delivery X --reason '...'",
    ],
    description:
      'Shows the deliveries of a data set, and keeps what a person rules on one of them, through the state machine rule.\n' +
      'A ruling holds from the next training, look or forecast on.',
  });
export type DeliveriesOptions = z.output<typeof deliveriesCommand>;

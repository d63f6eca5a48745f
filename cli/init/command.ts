import * as z from 'zod';
import { dataContractSchema } from '../../core/contracts/data-contract.ts';
import { replayCommand } from '../replay/command.ts';

const options = replayCommand.shape;
const { thousandsSeparator } = dataContractSchema.shape;
/** null: nothing stands there, which a replay takes for granted. */
const separatorOrNone = z
  .string()
  .refine(
    (text) => text === 'none' || thousandsSeparator.safeParse(text).success,
    "one of , . ' and a space, between quotes; or none",
  )
  .transform((text) => (text === 'none' ? null : thousandsSeparator.parse(text)));

/** `npm run init`: columns and formats are said by the options of a replay, where the file does not say them. */
export const initCommand = z
  .strictObject({
    data: options.data,
    name: options.dataset.meta({
      placeholder: 'NAME',
      description: 'name of the data set, and of its file in datasets/ (default: from the file name)',
    }),
    timestamp: options.timestamp.optional().meta({
      ...options.timestamp.meta(),
      description: 'column of the dates (default: the one that holds dates)',
    }),
    target: options.target.optional().meta({
      ...options.target.meta(),
      description: 'column of the values to forecast (default: the likeliest)',
    }),
    id: options.id.meta({
      placeholder: 'COL',
      description: 'column that tells the series apart (default: the one that does, where dates stand several times)',
    }),
    regressors: options.regressors,
    country: options.country,
    frequency: options.frequency
      .unwrap()
      .optional()
      .meta({
        ...options.frequency.meta(),
        description: 'how far apart the dates are (default: as the rows are)',
      }),
    'date-order': options['date-order']
      .unwrap()
      .optional()
      .meta({
        ...options['date-order'].meta(),
        description: 'how to read 03/04/2012 (default: by the one way that reads all)',
      }),
    'time-zone': options['time-zone'],
    thousands: separatorOrNone.optional().meta({
      placeholder: 'CHAR',
      description: "what stands between thousands: none, a comma, a point, ' ' or an apostrophe (default: by the file)",
    }),
    'decimal-comma': options['decimal-comma'].meta({ description: 'values are written 12,5 (default: by the file)' }),
    missing: options.missing,
    min: options.min,
    max: options.max,
    aggregate: options.aggregate,
    'dry-run': z.boolean().default(false).meta({ description: 'print what would be written, and write nothing' }),
    force: z.boolean().default(false).meta({ description: 'write over a data set of this name' }),
  })
  .meta({
    title: 'init',
    calls: ['npm run init -- --data out/demo/landing/weather/temperatures.csv --name temperatures --dry-run'],
    description:
      'Looks at a file, says what it found and what it is unsure of, writes datasets/NAME.ts, a complete description of the\n' +
      'data set, and adds it to datasets/index.ts. Read and edit what it wrote: a file does not say what it is for.',
  });
export type InitOptions = z.output<typeof initCommand>;

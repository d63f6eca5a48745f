import * as z from 'zod';
import { ENVIRONMENTS } from '../../environments/index.ts';

/** `npm run cost` */
export const costCommand = z
  .strictObject({
    env: z
      .enum(Object.keys(ENVIRONMENTS))
      .meta({ placeholder: 'ENV', description: 'the environment that is estimated', examples: ['prod'] }),
    series: z
      .number()
      .int()
      .min(1)
      .default(4)
      .meta({ placeholder: 'N', description: "series of each of the environment's data sets" }),
    record: z.boolean().default(false).meta({
      description: 'first count anew what a run uses, by replays of the demo with 4 and with 40 series (minutes)',
    }),
    json: z.boolean().default(false).meta({ description: 'print one JSON document' }),
  })
  .meta({
    title: 'cost',
    calls: ['npm run cost -- --env prod'],
    description:
      "What an environment costs a month, before it is deployed: the resources of its template, and what its machines do by the literal's\n" +
      'schedules, in counts that were recorded from local runs (cli/cost/usage.json), at the list prices of core/cost/prices.ts.',
  });
export type CostOptions = z.output<typeof costCommand>;

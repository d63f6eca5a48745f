import * as z from 'zod';
import { clockOption } from '../clock-option.ts';

/** `npm start` */
export const demoCommand = z
  .strictObject({
    verbose: z.boolean().default(false).meta({ description: 'tell of every state of every execution as it ends' }),
    clock: clockOption,
  })
  .meta({
    title: 'start',
    calls: ['npm start'],
    description:
      'The main job on the embedded data: replays four daily temperature series of Seattle and New York through the prod\n' +
      "state machines, into out/demo. 'npm run replay' does the same with your own file; its --help says how.",
  });
export type DemoOptions = z.output<typeof demoCommand>;

import * as z from 'zod';
import { ENVIRONMENTS } from '../../environments/index.ts';

const environment = z.enum(Object.keys(ENVIRONMENTS));

/** `npm run teardown` */
export const teardownCommand = z
  .strictObject({
    env: environment.meta({
      placeholder: 'ENV',
      description: 'the environment whose stack is deleted',
      examples: ['dev'],
    }),
    'delete-data': environment.optional().meta({
      placeholder: 'ENV',
      description: 'the same name again: also delete its buckets, keys and model packages',
    }),
    json: z.boolean().default(false).meta({ description: 'print one JSON document' }),
  })
  .meta({
    title: 'teardown',
    calls: ['npm run teardown -- --env dev'],
    description:
      "Deletes an environment's stack. Data are deleted only where --delete-data names the environment too; a stack that is protected\n" +
      'from deletion, or has executions running, is left alone.',
  });
export type TeardownOptions = z.output<typeof teardownCommand>;

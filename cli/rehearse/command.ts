import { join } from 'node:path';
import * as z from 'zod';
import { delivery } from '../../environments/delivery.ts';

const { main, release } = delivery.branches;

/** `npm run rehearse` */
export const rehearseCommand = z
  .strictObject({
    branch: z.enum([main, release]).meta({
      placeholder: 'BRANCH',
      description: 'plays a merge of the present commit to it',
    }),
    base: z.string().min(1).optional().meta({
      placeholder: 'REV',
      description: 'what stands in all environments before (default: the last release of CHANGELOG.md)',
    }),
    yes: z.boolean().default(false).meta({ description: 'answers approvals' }),
    fail: z
      .enum(['smoke'])
      .optional()
      .meta({ placeholder: 'MACHINE', description: 'an alarm of prod turns red while the machine watches' }),
    without: z
      .enum(['check'])
      .optional()
      .meta({ placeholder: 'ACTION', description: "is left out: 'npm run check' takes minutes" }),
    landing: z
      .string()
      .min(1)
      .optional()
      .meta({ placeholder: 'FOLDER', description: "what lies in the landing buckets (default: the demo's data)" }),
    folder: z
      .string()
      .min(1)
      .default(join('out', 'rehearsal'))
      .meta({ placeholder: 'FOLDER', description: 'where everything is done and kept' }),
  })
  .meta({
    title: 'rehearse',
    calls: ['npm run rehearse -- --branch main --yes --without check'],
    description:
      "Walks the delivery's synthesized stack on this machine, stage by stage: builds run their own commands in a clean checkout of the\n" +
      'commit, machines are played, approvals asked. Nothing reaches an account.',
  });
export type RehearseOptions = z.output<typeof rehearseCommand>;

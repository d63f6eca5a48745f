import * as z from 'zod';
import { periodSchema } from '../../core/contracts/date-range.ts';
import { stageSchema } from '../../core/contracts/promotion.ts';
import { placeOptions } from '../place/place.ts';
import { verbOption } from '../verb-option.ts';

const VERBS = {
  list: 'the registered versions; --stage, --data-version and --since leave some out, --all none',
  show: 'everything about --version N: lineage, metrics, whether its signature is valid',
  compare: '--version A and --with B side by side; what differs is marked',
  history: 'who moved Production, when, from which version to which, and why; --all shows every refresh',
  trace: 'from a forecast row (--run, --unique-id, --ds) to the version that made it, and its lineage',
  explain: "what --series's forecast for --date is made of: members, weights, interval, trend, seasons and holidays",
} as const;

const { dataset, ...elsewhere } = placeOptions;
const number = z.number().int().min(1);

/** `npm run models` */
export const modelsCommand = z
  .strictObject({
    verb: verbOption(VERBS),
    dataset,
    version: number
      .optional()
      .meta({ placeholder: 'N', description: 'show, compare: the version; explain: default the one in force then' }),
    with: number.optional().meta({ placeholder: 'N', description: 'compare: the other version' }),
    stage: stageSchema.optional().meta({ placeholder: 'S', description: 'list: versions of this stage only' }),
    'data-version': z.number().int().min(0).optional().meta({
      placeholder: 'N',
      description: 'list: trained on this version of the silver table only',
    }),
    since: number.default(1).meta({ placeholder: 'N', description: 'list: this version and later ones only' }),
    all: z.boolean().default(false).meta({ description: 'list, history: every refresh, each in a line of its own' }),
    series: z.string().optional().meta({ placeholder: 'X', description: 'explain: the series' }),
    date: periodSchema.optional().meta({
      placeholder: 'DATE',
      description: "explain: the period, '1986-01-31' or '1986-01-31T05:00:00Z'",
    }),
    run: z.string().optional().meta({
      placeholder: 'RUN_ID',
      description: 'trace: the run that published the forecast',
    }),
    'unique-id': z.string().optional().meta({ placeholder: 'X', description: 'trace: the series' }),
    ds: periodSchema.optional().meta({
      placeholder: 'DATE',
      description: "trace: the period, '1986-01-31' or '1986-01-31T05:00:00Z'",
    }),
    ...elsewhere,
  })
  .meta({
    title: 'models',
    calls: [
      'npm run models -- list --folder out/demo --dataset weather',
      'npm run models -- compare --folder out/demo --dataset weather --version 3 --with 4',
      "npm run models -- explain --folder out/demo --dataset weather --series 'Seattle high' --date 2015-12-20",
    ],
    groups: {
      'Of what': ['dataset', 'folder', 'env', 'json'],
      'list, history': ['all', 'stage', 'data-version', 'since'],
      'show, compare, explain': ['version', 'with', 'series', 'date'],
      trace: ['run', 'unique-id', 'ds'],
    },
    description: 'Reads the model registry of a data set.',
  });
export type ModelsOptions = z.output<typeof modelsCommand>;

import * as z from 'zod';
import { MACHINE_INPUTS, type MachineName, MACHINES } from '../../core/contracts/machine-inputs.ts';
import { clockOption } from '../clock-option.ts';
import { placeOptions } from '../place/place.ts';
import { verbOption } from '../verb-option.ts';

const PURPOSES = {
  train: 'ingests, cross-validates and fits, and registers a version',
  promote: 'has a registered version go live, or refuses it',
  retrain: 'train, then promote',
  refresh: 'fits the recipe in Production anew, without cross-validation, then promote',
  'roll-back': 'Production goes back (npm run rollback)',
  rule: 'a delivery is withdrawn, restored or accepted (npm run deliveries)',
  maintain: 'lists or deletes what no readable version of a table needs (npm run maintain)',
  forecast: 'ingests, and publishes the forecasts of a version',
  evaluate: 'ingests, and scores published forecasts on what came true',
  monitor: 'ingests, looks at what came true, and acts on it',
  pipeline: 'lives through one window of history',
  replay: 'lives through all windows, beside the models that are there',
  smoke: 'makes a forecast that nobody gets, and watches the alarms',
  receive: 'what an object that lands starts',
} as const satisfies Record<MachineName, string>;

/** 'dataset, modelVersion [range, runId]': what may be left out stands in brackets. */
export function fieldsText(machine: MachineName): string {
  const fields = Object.entries<z.ZodType>(MACHINE_INPUTS[machine].shape);
  const names = (isOptional: boolean) =>
    fields.filter(([, field]) => field.safeParse(undefined).success === isOptional).map(([name]) => name);
  return `${names(false).join(', ')} [${names(true).join(', ')}]`;
}

/** Every field once, as the first machine that takes it says it; a machine that means another thing by it is named. */
function fieldFacts(): Readonly<Record<string, string>> {
  const facts = new Map<string, string[]>();
  for (const machine of MACHINES) {
    for (const [name, field] of Object.entries<z.ZodType>(MACHINE_INPUTS[machine].shape)) {
      const meaning = field.meta()?.description ?? '';
      const said = facts.get(name) ?? [];
      if (said.length === 0) facts.set(name, [meaning]);
      else if (said[0] !== meaning) facts.set(name, [...said, `${machine}: ${meaning}`]);
    }
  }
  return Object.fromEntries([...facts].map(([name, meanings]) => [name, meanings.join('; ')]));
}

const verbs = Object.fromEntries(
  MACHINES.map((machine) => [machine, `${PURPOSES[machine]}: ${fieldsText(machine)}`]),
) as Record<MachineName, string>;
const { folder, env } = placeOptions;

/** `npm run machine` */
export const machineCommand = z
  .strictObject({
    machine: verbOption(verbs),
    input: z
      .string()
      .min(1)
      .meta({
        placeholder: 'JSON',
        description: 'what the execution is asked for',
        examples: ['{"dataset":"weather"}'],
      }),
    folder,
    env,
    clock: clockOption,
    approvals: z.enum(['automatic', 'ask']).default('automatic').meta({
      placeholder: 'A',
      description: "in a folder, whether a promotion waits for 'npm run approve' or 'npm run reject'",
    }),
  })
  .meta({
    title: 'machine',
    calls: [
      `npm run machine -- forecast --folder out/demo --input '{"dataset":"weather","modelVersion":"production"}'`,
    ],
    description:
      'Runs one state machine of the platform on a folder, or in the account of an environment, shows its states as they run,\n' +
      'and prints the output. It fails with the error that the platform gives, and exits with 1.',
    epilogue: {
      title: 'What stands behind a machine are the fields of its input; those in brackets may be left out:',
      facts: fieldFacts(),
    },
  });
export type MachineOptions = z.output<typeof machineCommand>;

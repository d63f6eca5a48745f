import { basename, resolve } from 'node:path';
import { type Dataset, datasetSchema } from '../../core/contracts/dataset.ts';
import { shown } from '../../core/contracts/visible.ts';
import { placeholder } from '../../core/contracts/placeholder.ts';
import type { Doubt } from '../../core/inspect/undecided.ts';
import type { Inspected } from './inspect-file.ts';

/** The data set that a person edits: as its replay has it, its files in a folder of the landing bucket that has its name. */
export function literalOf({ dataset, source }: Inspected, data: string): Dataset {
  const { promotion } = dataset;
  const { id, target } = dataset.columns;
  const each = id === undefined ? '' : ` of each '${shown(id)}'`;
  return datasetSchema.parse({
    ...dataset,
    description: placeholder(
      `what '${shown(target)}'${each} by the ${dataset.frequency} is, and its unit (from ${shown(basename(resolve(data)))})`,
    ),
    owner: placeholder('who answers for the data and the forecasts'),
    intendedUse: placeholder('what the forecasts are for, and what they are not for'),
    source: { format: source.format, prefix: dataset.name },
    promotion: { ...promotion, gates: { ...promotion.gates, cost: { ...promotion.gates.cost, basis: COST_BASIS } } },
  });
}

const COST_BASIS = placeholder('where the two prices come from, or why a unit too high costs as much as one too low');

/** What no file says, whoever reads it. */
export const FOR_A_PERSON: readonly Doubt[] = [
  {
    field: 'contract.deliveries',
    says: 'how far a delivery may be from those before it: one look shows no usual size, so sizes and series have no limit (null) until you say',
  },
  {
    field: 'promotion.gates.cost',
    says: 'what a unit too high (over) and too low (under) costs: equal until you say otherwise',
  },
];

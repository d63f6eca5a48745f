import type { Dataset } from '../contracts/dataset.ts';
import { deliveryCommands } from '../contracts/delivery-commands.ts';
import type { DeliveryFigures } from '../contracts/delivery-figures.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { shown } from '../contracts/visible.ts';
import { beyondLimits, type BeyondLimit } from './beyond-limits.ts';

interface Judging {
  readonly dataset: Pick<Dataset, 'name' | 'contract'>;
  /** Whether silver was read from it already: what was read once is not judged again. */
  readonly isHeld: (delivery: DeliveryFigures) => boolean;
  /** By the sha256. */
  readonly isAccepted: (delivery: string) => boolean;
  /** Where the platform is, as its commands are told. */
  readonly place: string;
}

/**
 * The error of the first delivery that is beyond a limit; undefined where there is none. Those behind it are judged when a person has ruled on it: what
 * they are beside it may be its fault.
 *
 * @param deliveries in the order of arrival
 */
export function judgeDeliveries(
  deliveries: readonly DeliveryFigures[],
  { dataset, isHeld, isAccepted, place }: Judging,
): PlatformError | undefined {
  for (const figures of deliveries) {
    if (isHeld(figures) || isAccepted(figures.delivery)) continue;
    const beyond = beyondLimits(figures, dataset.contract.deliveries);
    if (beyond.length > 0) return refusalOf(figures, beyond, { dataset: dataset.name, place });
  }
  return undefined;
}

function refusalOf(
  figures: DeliveryFigures,
  beyond: readonly BeyondLimit[],
  { dataset, place }: { readonly dataset: string; readonly place: string },
): PlatformError {
  const { delivery, key } = figures;
  const { list, accept, withdraw } = deliveryCommands({ dataset, delivery }, place);
  return new PlatformError(ERROR_NAMES.deliveryBeyondLimits, {
    problem: `the delivery ${shown(key)} (sha256 ${delivery}) of '${dataset}' is beyond its limits: ${beyond.map(({ what }) => what).join('; ')}`,
    got: beyond.map(({ value }) => value).join(', '),
    allowed: beyond.map(({ limit, allowed }) => `${allowed} (${nameOf(limit)})`).join(', '),
    hint:
      `nothing of it is read before somebody has looked at it ("${list}"). If it is right: "${accept}"; if not: "${withdraw}", and deliver it again; ` +
      `if all will be like it, the contract needs another limit. Then start the run again${isAnotherSeries(figures) ? ANOTHER_SERIES : ''}`,
  });
}

function nameOf(limit: BeyondLimit['limit']): string {
  return `contract.deliveries.${limit}`;
}

/** Of one series, with nearly all its values: nobody rewrites a history like that. */
function isAnotherSeries({ series, restated, rows }: DeliveryFigures): boolean {
  return series === 1 && restated >= NEARLY_ALL * rows;
}

const NEARLY_ALL = 0.9;
const ANOTHER_SERIES =
  '. Files of different series without a column that tells them apart look like this: name it (columns.id), or lay each ' +
  "file into a folder of its own, shop=NAME, and name that (columns.id 'shop')";

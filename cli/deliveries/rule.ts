import type { RulingKind } from '../../core/contracts/rulings.ts';
import { plural } from '../../core/contracts/figures.ts';
import { ruleStep } from '../../core/contracts/steps/ingest.ts';
import { shown } from '../../core/contracts/visible.ts';
import { findDelivery, shortSha256 } from '../../core/ingest/find-delivery.ts';
import { bronzeDeliveries } from '../../lake/bronze-deliveries.ts';
import { needed } from '../options.ts';
import { personOf } from '../place/person.ts';
import { type Place, placeOption } from '../place/place.ts';
import { executionName, type MachineRequest } from '../place/machine-request.ts';
import { runMachineAt } from '../place/run-machine.ts';
import type { View } from '../view.ts';
import type { DeliveriesOptions } from './command.ts';
import type { Delivered } from './deliveries-at.ts';

interface Asked {
  readonly place: Place;
  readonly ruling: RulingKind;
  readonly options: DeliveriesOptions;
}

/**
 * Has the ruling kept by the rule machine. Which delivery is meant is found out here, too: what is mistyped at a desk is no failure of a machine,
 * of which everybody is told.
 *
 * @throws UsageError, DeliveryUnknown; RunFailed with the machine's error, such as RulingRefused
 */
export async function ruleView(
  { dataset: { name: dataset }, stores }: Delivered,
  { place, ruling, options }: Asked,
): Promise<View> {
  const asked = needed(options.delivery, 'delivery', "a sha256 or a key, as 'list' shows them");
  const reason = needed(options.reason, 'reason', 'a few words for whoever finds the ruling later');
  const deliveries = await bronzeDeliveries(stores.bronze, dataset);
  const { sha256: delivery } = findDelivery(deliveries, { dataset, asked, place: placeOption(place) });
  const request: MachineRequest = {
    machine: 'rule',
    name: executionName(ruling, options.clock),
    input: { dataset, delivery, ruling, by: personOf(options.by), reason },
    clockAtMs: options.clock,
  };
  const kept = ruleStep.output.parse(await runMachineAt(place, request));
  const { key, rows, by } = kept;
  return {
    json: kept,
    text:
      `Delivery ${shortSha256(kept.delivery)} of '${dataset}' (${shown(key)}, ${plural(rows, 'row')}) is ${DONE[ruling]}, ` +
      `by ${by}: ${kept.reason}\n${CONSEQUENCE[ruling]}`,
  };
}

const DONE: Readonly<Record<RulingKind, string>> = {
  withdraw: 'withdrawn',
  restore: 'restored',
  accept: 'accepted',
};

const CONSEQUENCE: Readonly<Record<RulingKind, string>> = {
  withdraw:
    'From the next training, look or forecast on its rows are read no more; they stay in bronze, and count as withdrawn.\n' +
    'What it had restated is as it was. Delivered again, the same content stays withdrawn.',
  restore: 'From the next training, look or forecast on its rows are read again.',
  accept: 'From the next training, look or forecast on no limit of a delivery stops it.',
};

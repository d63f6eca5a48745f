import { targetOf } from '../place/place.ts';
import { printView } from '../view.ts';
import type { DeliveriesOptions } from './command.ts';
import { deliveriesAt } from './deliveries-at.ts';
import { listView } from './list.ts';
import { ruleView } from './rule.ts';

/** @throws UsageError, DatasetUnknown, DeliveryUnknown; RunFailed with the error of the state machine */
export async function deliveries(options: DeliveriesOptions): Promise<void> {
  const { verb, json } = options;
  const { place } = targetOf(options);
  const delivered = await deliveriesAt(targetOf(options));
  const view = verb === 'list' ? listView(delivered, options) : ruleView(delivered, { place, ruling: verb, options });
  printView(await view, json);
}

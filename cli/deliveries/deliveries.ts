import { targetOf } from '../place/place.ts';
import { printView } from '../view.ts';
import type { DeliveriesOptions } from './command.ts';
import { deliveriesAt } from './deliveries-at.ts';
import { listView } from './list.ts';
import { ruleView } from './rule.ts';

/** @throws UsageError, DatasetUnknown; RunFailed with the error of the state machine */
export async function deliveries(options: DeliveriesOptions): Promise<void> {
  const { verb, json } = options;
  const target = targetOf(options);
  // Before a ruling, too: whether there is anything to rule on is asked where the command is typed.
  const delivered = await deliveriesAt(target);
  printView(verb === 'list' ? await listView(delivered, options) : await ruleView(target, verb, options), json);
}

import type * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { plural } from '../../core/contracts/figures.ts';
import { type RulingKind, RULINGS } from '../../core/contracts/rulings.ts';
import { ruleStep } from '../../core/contracts/steps/ingest.ts';
import { findDelivery, shortSha256 } from '../../core/ingest/find-delivery.ts';
import { decideRuling } from '../../core/ingest/rule.ts';
import type { Ports } from '../../core/ports.ts';
import { bronzeDeliveries } from '../../lake/bronze-deliveries.ts';
import { addRuling } from '../../lake/rulings.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof ruleStep.input>;
type Output = z.infer<typeof ruleStep.output>;

/**
 * Keeps what a person rules on a delivery. Nothing else changes: whoever reads bronze next, reads it by the rulings.
 *
 * @throws DeliveryUnknown, RulingRefused
 */
export async function run(
  { dataset: name, runId, delivery: asked, ruling, by, reason }: Input,
  { stores, datasets, notifier, clock, place }: Pick<Ports, 'stores' | 'datasets' | 'notifier' | 'clock' | 'place'>,
): Promise<Output> {
  const dataset = datasets.find(name).name;
  const deliveries = await bronzeDeliveries(stores.bronze, dataset);
  const { sha256: delivery, key, rows, left } = findDelivery(deliveries, { dataset, asked, place });
  if (left !== undefined && ruling !== RULINGS.accept) throw nothingToWithdraw(key, ruling);
  const at = new Date(clock.nowMs()).toISOString();
  const kept = await addRuling(stores.bronze, dataset, (before) =>
    decideRuling(before, { delivery, key, ruling, by, reason, at, runId }),
  );
  await notifier.notify(
    `${dataset}: somebody ruled on a delivery`,
    `${ruling} ${shortSha256(delivery)}, ${plural(left?.rows ?? rows, 'row')} of '${key}'. By ${kept.by}: ${kept.reason}\n${CONSEQUENCE[ruling]}`,
  );
  return { ...kept, dataset, rows: left?.rows ?? rows };
}

export const handler = onAws(ruleStep, run);

function nothingToWithdraw(key: string, got: RulingKind): PlatformError {
  return new PlatformError(ERROR_NAMES.rulingRefused, {
    problem: `'${key}' is no delivery of rows, but what a Delta table lost by that commit`,
    got,
    allowed: RULINGS.accept,
    hint: 'to have the rows again, bring the table back where it is made (RESTORE TABLE ... TO VERSION AS OF ...)',
  });
}

const CONSEQUENCE: Readonly<Record<RulingKind, string>> = {
  withdraw: 'From the next training, look or forecast on nothing of it is read, and what it had restated is as it was.',
  restore: 'From the next training, look or forecast on it is read again, if it is within the limits of a delivery.',
  accept: 'The limits of a delivery (contract.deliveries) do not stop it.',
};

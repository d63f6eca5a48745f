import type * as z from 'zod';
import { METRIC_NAMES, metricDocument } from '../../core/contracts/published-metrics.ts';
import { measureAgesStep } from '../../core/contracts/steps/monitor.ts';
import type { Ports } from '../../core/ports.ts';
import { readLookedAt } from '../../lake/looked-at.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof measureAgesStep.input>;
type Output = z.infer<typeof measureAgesStep.output>;

const HOUR_MS = 3_600_000;

/**
 * Publishes how long nobody has looked, and how old the version in Production is. It runs by a clock of its own, several times a day:
 * CloudWatch looks back seven days at most, and a look that comes once a week cannot be missed by its silence alone.
 */
export async function run(
  { dataset }: Input,
  ports: Pick<Ports, 'stores' | 'registry' | 'production' | 'metrics' | 'clock'>,
): Promise<Output> {
  const nowMs = ports.clock.nowMs();
  const pointer = await ports.production.read(dataset);
  const measured = pointer === undefined ? NOTHING_LIVE : await ages(pointer, nowMs, ports);
  const { lookAgeHours, modelAgeDays, productionVersion, moves } = measured;
  ports.metrics.publish(
    metricDocument({
      namespace: ports.metrics.namespace,
      dataset,
      figures: {
        [METRIC_NAMES.lookAgeHours]: { value: lookAgeHours, unit: 'None' },
        [METRIC_NAMES.modelAgeDays]: { value: modelAgeDays, unit: 'None' },
        [METRIC_NAMES.productionVersion]: { value: productionVersion, unit: 'None' },
        [METRIC_NAMES.moves]: { value: moves, unit: 'Count' },
      },
      atMs: nowMs,
    }),
  );
  return measured;
}

export const handler = onAws(measureAgesStep, run);

/** Nobody gets forecasts: there is nothing to look at, and nothing that could be too old. */
const NOTHING_LIVE: Output = { lookAgeHours: 0, modelAgeDays: 0, productionVersion: 0, moves: 0 };

async function ages(
  { dataset, to, revision, atMs }: NonNullable<Awaited<ReturnType<Ports['production']['read']>>>,
  nowMs: number,
  { stores, registry }: Pick<Ports, 'stores' | 'registry'>,
): Promise<Output> {
  const { registeredAtMs } = await registry.describe(dataset, to);
  // Whoever has never looked could have since something is live.
  const lookedAtMs = (await readLookedAt(stores.artifacts, dataset)) ?? atMs;
  return {
    lookAgeHours: (nowMs - lookedAtMs) / HOUR_MS,
    modelAgeDays: (nowMs - registeredAtMs) / (24 * HOUR_MS),
    productionVersion: to,
    moves: revision,
  };
}

import type * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { watchAlarmsStep } from '../../core/contracts/steps/smoke.ts';
import type { Ports } from '../../core/ports.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof watchAlarmsStep.input>;
type Output = z.infer<typeof watchAlarmsStep.output>;

/** Which alarms were red already. @throws AlarmsRaised naming those that have turned red since */
export async function run({ since }: Input, { alarms }: Pick<Ports, 'alarms'>): Promise<Output> {
  const sinceMs = Date.parse(since);
  const red = await alarms.red();
  const namesOf = (of: typeof red) => of.map(({ name }) => name).sort();
  const redBefore = namesOf(red.filter((alarm) => alarm.sinceMs < sinceMs));
  const raised = red.filter((alarm) => alarm.sinceMs >= sinceMs);
  if (raised.length === 0) return { redBefore };
  throw new PlatformError(ERROR_NAMES.alarmsRaised, {
    problem: `alarms have turned red since ${since}, while the deployment was watched`,
    got: namesOf(raised).join(', '),
    allowed: redBefore.length === 0 ? 'none' : `those that were red before: ${redBefore.join(', ')}`,
    hint: 'the runbook has a heading for each of them',
  });
}

export const handler = onAws(watchAlarmsStep, run);

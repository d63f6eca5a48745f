import type { EvaluationWindow, MonitorAction } from '../../../core/contracts/monitoring.ts';
import { describeOutlook, type Outlook } from '../../../core/monitor/outlook.ts';
import { type Judgement, whyUnjudged } from '../../../core/monitor/violations.ts';
import type { Ports } from '../../../core/ports.ts';

export interface Findings {
  readonly dataset: string;
  readonly runId: string;
  readonly window: EvaluationWindow;
  readonly judgement: Judgement;
  readonly outlook: Outlook;
  readonly action: MonitorAction;
}

/** Last of all in a look, so that it is told once also where an earlier piece of the look had to be tried again. */
export async function tellPeople(findings: Findings, { notifier }: Pick<Ports, 'notifier'>): Promise<void> {
  const { dataset, runId, window, judgement, outlook, action } = findings;
  if (judgement === 'unjudged') {
    await notifier.notify(`${dataset}: a look could not be judged`, `${whyUnjudged(window)}\n\nrun ${runId}\n`);
  }
  // Whatever the monitor does, it forecasts anew after it.
  if (outlook.isRunningOut && action.kind === 'nothing') {
    await notifier.notify(`${dataset}: forecasts run out`, `${describeOutlook(outlook)}\n\nrun ${runId}\n`);
  }
}

import { registryKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { jsonBytes } from '../../lake/json-object.ts';
import { refuseStep } from '../../core/contracts/steps/promote.ts';
import { newsOf } from '../../core/monitor/set-aside.ts';
import { rememberRefused } from '../../core/monitor/state.ts';
import type { Ports } from '../../core/ports.ts';
import { updateMonitorState } from '../../lake/monitor-state.ts';
import { updateSetAside } from '../../lake/set-aside.ts';
import { whereTracked } from '../../lake/tell-tracker.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof refuseStep.input>;
type Output = z.infer<typeof refuseStep.output>;

/** Archives the challenger, keeps why, and leaves Production as it was. What a guard refused is scored at the next look, as a shadow. */
export async function run(
  input: Input,
  ports: Pick<Ports, 'stores' | 'registry' | 'production' | 'tracker' | 'notifier'>,
): Promise<Output> {
  const { dataset, runId, modelVersion, reasons, report } = input;
  const { production, stores, notifier } = ports;
  const pointer = await production.read(dataset);
  await stores.artifacts.create(registryKeys.refusal(dataset, runId), jsonBytes(input));
  // A version that is in Production already stays what it is: a second look at it found fault, and people are told.
  const trackerNote = pointer?.to === modelVersion ? '' : await archive(input, ports);
  await notifier.notify(
    `${dataset}: version ${modelVersion} is refused`,
    `${reasons.join('\n')}\n\n${stays(pointer?.to)} The report: ${report.reportUri}\n${trackerNote}`,
  );
  return { outcome: 'refused', modelVersion, production: pointer?.to ?? null, reasons, reportUri: report.reportUri };
}

export const handler = onAws(refuseStep, run);

/** @returns what people are told of the tracker */
async function archive(
  { dataset, modelVersion, reasons, shadow }: Input,
  { registry, stores: { artifacts }, tracker }: Pick<Ports, 'stores' | 'registry' | 'tracker'>,
): Promise<string> {
  await registry.setStage(dataset, modelVersion, 'Archived');
  const version = await registry.describe(dataset, modelVersion);
  if (shadow) {
    const refused = { version: modelVersion, reasons };
    const state = await updateMonitorState(artifacts, dataset, (before) => rememberRefused(before, refused));
    const range = newsOf(state, version.training.window.end);
    if (range !== undefined) {
      const news = { version: modelVersion, range };
      await updateSetAside(artifacts, dataset, ({ setAside }) => ({ setAside, news }));
    }
  }
  const known = await tracker.of(version);
  const { runId, artifactSha256 } = version;
  return whereTracked(() => known.markRefused({ dataset, runId, version: modelVersion, artifactSha256 }));
}

function stays(version: number | undefined): string {
  return version === undefined ? 'Nothing is in Production.' : `Version ${version} stays in Production.`;
}

import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assembly, Template } from '../cdk.ts';
import { deploy } from '../cdk.ts';
import type { Check } from '../check.ts';

/** The name of a log group that stands in the way. */
const TAKEN = '/verify-deploy/taken';

/** For an environment that was destroyed: what it retained, and what the failed try did, must not stand in the way. */
export const COME_BACK: Check = {
  name: 'comes back after it was destroyed, and after a try that failed',
  quick: false,
  async run({ emulators, deployment }) {
    await emulators.api.call('logs', 'CreateLogGroup', { logGroupName: TAKEN });
    const failure = await deploy(emulators, failing(deployment)).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    if (failure?.includes(TAKEN) !== true) return [`the first try was to fail of ${TAKEN}; what came: ${failure}`];
    await deploy(emulators, deployment);
    return [];
  },
};

/** A copy whose last resource cannot be created, after everything else was. */
function failing({ folder, templateFile, template, ...rest }: Assembly): Assembly {
  const copy = `${folder}-failing`;
  cpSync(folder, copy, { recursive: true });
  const Taken = {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: TAKEN },
    DependsOn: Object.keys(template.Resources),
  };
  const broken: Template = { ...template, Resources: { ...template.Resources, Taken: { Metadata: {}, ...Taken } } };
  writeFileSync(join(copy, templateFile), JSON.stringify(broken));
  return { ...rest, folder: copy, templateFile, template: broken };
}

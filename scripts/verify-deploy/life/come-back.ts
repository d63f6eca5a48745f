import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assembly } from '../cdk.ts';
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
function failing(assembly: Assembly): Assembly {
  const { template } = assembly;
  const folder = `${assembly.folder}-failing`;
  cpSync(assembly.folder, folder, { recursive: true });
  const taken = {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: TAKEN },
    DependsOn: Object.keys(template.Resources),
  };
  const broken = { ...template, Resources: { ...template.Resources, Taken: { ...taken, Metadata: {} } } };
  writeFileSync(join(folder, assembly.templateFile), JSON.stringify(broken));
  publishAnew(folder);
  return { ...assembly, folder, template: broken };
}

/** What is published under a hash is not published again: the template's gets another. */
function publishAnew(folder: string): void {
  const manifest = join(folder, 'manifest.json');
  const [, hash = ''] =
    /"stackTemplateAssetObjectUrl": "[^"]*\/([0-9a-f]{64})\.json"/.exec(readFileSync(manifest, 'utf8')) ?? [];
  const other = [...hash].reverse().join('');
  for (const file of readdirSync(folder).filter((name) => name === 'manifest.json' || name.endsWith('.assets.json'))) {
    const text = readFileSync(join(folder, file), 'utf8');
    writeFileSync(join(folder, file), text.replaceAll(hash, other));
  }
}

import * as z from 'zod';
import { weather } from '../../../datasets/weather.ts';
import { JOB_ACCESS, jobOf } from '../../../lambdas/jobs.ts';
import { STEPS, type StepName } from '../../../lambdas/steps.ts';
import type { Site } from '../check.ts';
import { physicalIds } from '../read-back/read-stack.ts';
import { AccountRole } from './account-role.ts';
import { type FunctionRole, functionRoles } from './functions.ts';
import { recordedInputs } from './recorded-inputs.ts';

/** What the emulators let pass without a right, as seen; simulated.ts judges these. */
const NOT_ENFORCED: readonly { readonly actions: RegExp; readonly reason: string }[] = [
  { actions: /^kms:(Decrypt|Encrypt|GenerateDataKey)/, reason: 'kms of data: S3 and SNS encrypt without asking KMS' },
  { actions: /^sagemaker:/, reason: 'sagemaker: moto knows no IAM' },
  { actions: /^(logs|xray|ec2):/, reason: "logs, xray, ec2: a function's surroundings are the emulator's own" },
  { actions: /^s3:AbortMultipartUpload$/, reason: 's3:AbortMultipartUpload: no upload is given up here' },
];

/** For steps that no execution of the other checks comes to. */
export const OTHER_INPUTS: Readonly<Partial<Record<StepName, unknown>>> = {
  'record-failure': {
    dataset: weather.name,
    runId: 'rights',
    machine: 'train',
    error: 'Tried',
    cause: 'by verify:deploy',
    told: false,
  },
  // By the same run again and again it is one ruling, and one that changes nothing of what is read.
  rule: {
    dataset: weather.name,
    runId: 'rights',
    delivery: weather.source.prefix,
    ruling: 'accept',
    by: 'verify:deploy',
    reason: 'tried by verify:deploy',
  },
  refuse: {
    dataset: weather.name,
    runId: 'rights',
    modelVersion: 2,
    reasons: ['tried by verify:deploy'],
    shadow: false,
    report: { reportUri: 's3://artifacts/none.json', reportSha256: '0'.repeat(64) },
  },
};

/** Steps that touch nothing for the data that the other checks bring, and why; simulated.ts judges their rights. */
export const TOUCH_NOTHING: Readonly<Partial<Record<StepName, string>>> = {
  'refresh-features': "the demo's data set knows nothing ahead",
};

const invokedSchema = z.object({ FunctionError: z.string().optional(), Payload: z.base64() });

/**
 * From each function's role one right after the other, until without one of them the step fails and says which; with it back, the step runs
 * again. The inputs are those of the executions before.
 */
export async function takenAway(site: Site): Promise<readonly string[]> {
  const { emulators, deployment, say } = site;
  const ids = await physicalIds(emulators.api, deployment.stackName);
  const name = (logicalId: string) => String(ids.get(logicalId));
  const inputs = await recordedInputs(emulators.api);
  const problems: string[] = [];
  for (const { step, functionId, roleId } of functionRoles(deployment.template).filter(hasRights)) {
    const input = inputs.get(name(functionId)) ?? OTHER_INPUTS[step as StepName];
    const fails = async () => failureOn(site, name(functionId), input);
    const role = await AccountRole.read(emulators.api, name(roleId));
    const found =
      input === undefined
        ? { problem: 'no execution came to it, and no other input is known' }
        : await tried(role, fails);
    if ('problem' in found) problems.push(`${step}: ${found.problem}`);
    else say(`${step}: fails without ${found.action}, and names it`);
  }
  for (const [step, reason] of Object.entries(TOUCH_NOTHING)) say(`${step}: only simulated, since ${reason}`);
  say(`not enforced here, and therefore simulated: ${NOT_ENFORCED.map(({ reason }) => reason).join('; ')}`);
  return problems;
}

type Tried = { readonly action: string } | { readonly problem: string };

/** @param fails what the step throws with the rights that the role has at that moment */
export async function tried(
  role: Pick<AccountRole, 'actions' | 'without'>,
  fails: () => Promise<string | undefined>,
): Promise<Tried> {
  const before = await fails();
  if (before !== undefined) return { problem: `it fails with all of its rights: ${before}` };
  for (const action of role.actions.filter(isEnforced)) {
    const failure = await role.without(action, fails);
    if (failure?.includes(action) !== true) continue;
    const after = await fails();
    return after === undefined ? { action } : { problem: `it still fails with ${action} given back: ${after}` };
  }
  return { problem: 'there is no right without which it fails and says so' };
}

/** Some steps only reckon with what they are given. */
function hasRights({ step }: FunctionRole): boolean {
  if (step in TOUCH_NOTHING) return false;
  const job = jobOf(step);
  const { reads, writes } = job === undefined ? STEPS[step as StepName].access : JOB_ACCESS[job];
  return Object.keys(reads).length + Object.keys(writes).length > 0;
}

function isEnforced(action: string): boolean {
  return !NOT_ENFORCED.some(({ actions }) => actions.test(action));
}

/** What the function throws; undefined where it ends well. */
async function failureOn({ emulators }: Site, FunctionName: string, input: unknown): Promise<string | undefined> {
  const answer = await emulators.api.call('lambda', 'Invoke', { FunctionName, Payload: JSON.stringify(input) });
  const { FunctionError, Payload } = invokedSchema.parse(answer);
  return FunctionError === undefined ? undefined : Buffer.from(Payload, 'base64').toString('utf8');
}

import * as z from 'zod';
import { weather } from '../../../datasets/weather.ts';
import { JOB_ACCESS, STEPS, type StepName } from '../../../lambdas/steps.ts';
import type { AwsApi } from '../aws-api/aws-api.ts';
import type { Site } from '../check.ts';
import { type FunctionRole, functionRoles } from './functions.ts';
import { actionsIn, type Policy, policySchema, withoutAction } from './policy.ts';
import { recordedInputs } from './recorded-inputs.ts';

/** What the emulators let pass without a right, as seen: simulated.ts looks at these. */
const NOT_ENFORCED: readonly { readonly actions: RegExp; readonly reason: string }[] = [
  { actions: /^kms:(Decrypt|Encrypt|GenerateDataKey)/, reason: 'S3 and SNS encrypt without asking KMS' },
  { actions: /^sagemaker:/, reason: 'moto knows no IAM' },
  { actions: /^(logs|xray):/, reason: "a function's log and traces are the emulator's own" },
  { actions: /^s3:AbortMultipartUpload$/, reason: 'no upload is given up here' },
];

/** Steps that no execution of the other checks comes to. */
const OTHER_INPUTS: Readonly<Partial<Record<StepName, unknown>>> = {
  'record-failure': {
    dataset: weather.name,
    runId: 'rights',
    machine: 'train',
    error: 'Tried',
    cause: 'by verify:deploy',
  },
};

const resourcesSchema = z.object({
  StackResourceSummaries: z.array(z.object({ LogicalResourceId: z.string(), PhysicalResourceId: z.string() })),
  NextToken: z.string().optional(),
});
const policiesSchema = z.object({ PolicyNames: z.array(z.string()) });
const rolePolicySchema = z.object({ PolicyDocument: policySchema });
const invokedSchema = z.object({ FunctionError: z.string().optional(), Payload: z.base64() });

/**
 * Takes from each function's role one right after the other, until without one of them the step fails and says which; gives it back, and sees
 * the step run again.
 */
export async function rightsTakenAway({ emulators: { api }, deployment, say }: Site): Promise<readonly string[]> {
  const physical = await physicalNames(api, deployment.stackName);
  const inputs = await recordedInputs(api);
  const problems: string[] = [];
  for (const role of functionRoles(deployment.template).filter(hasRights)) {
    const step = new Step(api, role, physical);
    const input = inputs.get(step.functionName) ?? OTHER_INPUTS[role.step as StepName];
    if (input === undefined) say(`${role.step}: no execution came to it, so nothing was taken from it here`);
    else problems.push(...(await step.problemsWithout(input, say)));
  }
  return problems;
}

/** Some steps only reckon with what they are given. */
function hasRights({ step }: FunctionRole): boolean {
  const row =
    step in STEPS ? STEPS[step as StepName] : JOB_ACCESS[step.replace('-on-lambda', '') as keyof typeof JOB_ACCESS];
  return row.reads.length + row.writes.length > 0;
}

class Step {
  readonly functionName: string;
  readonly #roleName: string;
  readonly #api: AwsApi;
  readonly #step: string;

  constructor(api: AwsApi, { step, functionId, roleId }: FunctionRole, physical: ReadonlyMap<string, string>) {
    this.#api = api;
    this.#step = step;
    this.functionName = nameOf(physical, functionId);
    this.#roleName = nameOf(physical, roleId);
  }

  async problemsWithout(input: unknown, say: Site['say']): Promise<readonly string[]> {
    const before = await this.#failureOn(input);
    if (before !== undefined) return [`${this.#step} fails with all of its rights: ${before}`];
    for (const { name, policy } of await this.#policies()) {
      for (const action of actionsIn(policy).filter(isEnforced)) {
        await this.#put(name, withoutAction(policy, action));
        const failure = await this.#failureOn(input);
        await this.#put(name, policy);
        if (failure?.includes(action) !== true) continue;
        say(`${this.#step}: fails without ${action}, and names it`);
        const after = await this.#failureOn(input);
        return after === undefined ? [] : [`${this.#step} still fails when ${action} is back: ${after}`];
      }
    }
    return [`${this.#step}: there is no right without which it fails and names it`];
  }

  async #policies(): Promise<readonly { readonly name: string; readonly policy: Policy }[]> {
    const RoleName = this.#roleName;
    const { PolicyNames } = policiesSchema.parse(await this.#api.call('iam', 'ListRolePolicies', { RoleName }));
    return Promise.all(
      PolicyNames.map(async (name) => {
        const answer = await this.#api.call('iam', 'GetRolePolicy', { RoleName, PolicyName: name });
        return { name, policy: rolePolicySchema.parse(answer).PolicyDocument };
      }),
    );
  }

  async #put(PolicyName: string, policy: Policy): Promise<void> {
    const PolicyDocument = JSON.stringify(policy);
    await this.#api.call('iam', 'PutRolePolicy', { RoleName: this.#roleName, PolicyName, PolicyDocument });
  }

  /** undefined where the function ends well. */
  async #failureOn(input: unknown): Promise<string | undefined> {
    const asked = { FunctionName: this.functionName, Payload: JSON.stringify(input) };
    const { FunctionError, Payload } = invokedSchema.parse(await this.#api.call('lambda', 'Invoke', asked));
    return FunctionError === undefined ? undefined : Buffer.from(Payload, 'base64').toString('utf8');
  }
}

function isEnforced(action: string): boolean {
  return !NOT_ENFORCED.some(({ actions }) => actions.test(action));
}

function nameOf(physical: ReadonlyMap<string, string>, logicalId: string): string {
  const name = physical.get(logicalId);
  if (name === undefined) throw new Error(`the stack has no ${logicalId}`);
  return name;
}

async function physicalNames(api: AwsApi, stackName: string): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  let next: string | undefined;
  do {
    const asked = { StackName: stackName, ...(next === undefined ? {} : { NextToken: next }) };
    const page = resourcesSchema.parse(await api.call('cloudformation', 'ListStackResources', asked));
    for (const found of page.StackResourceSummaries) names.set(found.LogicalResourceId, found.PhysicalResourceId);
    next = page.NextToken;
  } while (next !== undefined);
  return names;
}

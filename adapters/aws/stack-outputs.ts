import { type CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { ERROR_NAMES, type Evidence, PlatformError } from '../../core/contracts/errors.ts';

/** Where an environment is deployed, as its literal says. */
export interface Deployment {
  readonly environment: string;
  readonly stack: string;
  readonly account: string;
  readonly region: string;
}

/**
 * What a stack tells, by the names of its outputs: one question for everything that a command has to find, so that nobody has to be told
 * the name of a bucket. It takes the right cloudformation:DescribeStacks.
 *
 * @throws EnvironmentUnreachable saying why there is no answer; the function that it returns, for an output that is missing
 */
export async function stackOutputs(
  client: CloudFormationClient,
  deployment: Deployment,
): Promise<(name: string) => string> {
  const { StackStatus, Outputs = [] } = await deployedStack(client, deployment);
  const values = new Map(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  return (name) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    throw unreachable(deployment, {
      problem: `the stack ${deployment.stack} has no output ${name}`,
      got: StackStatus,
      hint: `it was deployed by an older checkout, or its deployment failed; run ${deployCommand(deployment)}`,
    });
  };
}

/** The stack as it stands. @throws EnvironmentUnreachable where there is none, or it is another account's */
export async function deployedStack(client: CloudFormationClient, deployment: Deployment): Promise<Stack> {
  const stack = await describe(client, deployment);
  requireAccount(stack.StackId ?? '', deployment);
  return stack;
}

async function describe(client: CloudFormationClient, deployment: Deployment): Promise<Stack> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: deployment.stack }));
    return Stacks[0] ?? {};
  } catch (cause) {
    const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
    const evidence = WHY_NO_ANSWER.find(({ pattern }) => pattern.test(`${name}: ${message}`))?.evidence(deployment);
    throw evidence === undefined ? cause : unreachable(deployment, { ...evidence, got: message, cause });
  }
}

/** Two accounts may hold a stack of the same name, and whoever has credentials of the other one must not work there. */
function requireAccount(stackId: string, deployment: Deployment): void {
  const [, , , , account = ''] = stackId.split(':');
  if (account === deployment.account) return;
  throw unreachable(deployment, {
    problem: 'the credentials are of another account than the environment',
    got: account,
    allowed: deployment.account,
    hint: `take credentials of that account, or mend environments/${deployment.environment}.ts`,
  });
}

interface Why {
  readonly pattern: RegExp;
  readonly evidence: (deployment: Deployment) => Pick<Evidence, 'problem' | 'allowed' | 'hint'>;
}

/** By an error's name and message: CloudFormation says ValidationError to whatever it dislikes. */
const WHY_NO_ANSWER: readonly Why[] = [
  {
    pattern: /^ValidationError: .*does not exist/,
    evidence: (deployment) => ({
      problem: `there is no stack ${deployment.stack} in ${deployment.region} of the account that the credentials are of`,
      allowed: `the account ${deployment.account} of environments/${deployment.environment}.ts`,
      hint: `take credentials of that account, or deploy first: ${deployCommand(deployment)}`,
    }),
  },
  {
    pattern: /^(CredentialsProviderError|ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch)/,
    evidence: ({ account }) => ({
      problem: 'AWS takes no credentials from here',
      allowed: `credentials of the account ${account}`,
      hint: 'log in, or name a profile in AWS_PROFILE',
    }),
  },
  {
    pattern: /^AccessDenied/,
    evidence: ({ stack }) => ({
      problem: `the credentials may not look at the stack ${stack}`,
      allowed: 'an identity with the right cloudformation:DescribeStacks',
    }),
  },
];

function unreachable({ environment }: Deployment, { problem, ...evidence }: Evidence): PlatformError {
  const where = `the environment ${environment} cannot be reached: ${problem}`;
  return new PlatformError(ERROR_NAMES.environmentUnreachable, { problem: where, ...evidence });
}

function deployCommand({ environment }: Deployment): string {
  return `'npx cdk deploy --context env=${environment}'`;
}

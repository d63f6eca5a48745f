import { SFNClient } from '@aws-sdk/client-sfn';
import { callerIdentities } from '../adapters/aws/caller-identities.ts';
import { openQuestions } from '../adapters/aws/open-questions.ts';
import { ENVIRONMENT_VARIABLES } from '../core/contracts/environment-variables.ts';
import type { AnsweringPorts } from '../core/ports.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const NAMES = ENVIRONMENT_VARIABLES;

/** What the function that answers for people works on, as its variables say. @throws Error naming the variable that is missing */
export function answeringPorts(variables: Variables = process.env): AnsweringPorts {
  const machineArn = required(variables, NAMES.promoteMachineArn);
  const [, , , region = '', account = ''] = machineArn.split(':');
  // The SDK's own variable is where an emulator stands in for AWS; whoever sets the variables of a function could set its code as well.
  const endpoint = variables.AWS_ENDPOINT_URL ?? required(variables, NAMES.stsEndpoint);
  return {
    questions: openQuestions(new SFNClient({ region }), machineArn),
    identities: callerIdentities({ endpoint, region, account }),
    place: { account, region, stack: required(variables, NAMES.stack) },
  };
}

function required(variables: Variables, name: string): string {
  const value = variables[name];
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set; lib/ sets it`);
  return value;
}

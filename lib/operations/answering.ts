import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ArnFormat, Aws, CfnOutput, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import { answerFunctionName, machineName, OUTPUTS } from '../../core/contracts/names.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { ANSWER_FUNCTION } from '../../lambdas/jobs.ts';
import type { Machine } from '../machines/machine.ts';
import { type FunctionSetting, PlatformFunction } from '../steps/platform-function.ts';

export interface AnsweringProps {
  readonly setting: FunctionSetting;
  readonly approval: PlatformEnvironment['approval'];
  /** Whose questions are answered. */
  readonly promote: Machine;
}

/** Two calls to Step Functions and one to STS; a history may have pages. */
const SIZE = { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 512 };

/** How people answer a promotion that asks: one function, which alone may, and the policy of those who may call it. Nothing where nobody is asked. */
export class Answering extends Construct {
  constructor(scope: Construct, id: string, { setting, approval, promote }: AnsweringProps) {
    super(scope, id);
    if (approval.required === 'never') return;
    const lambda = answerFunction(this, setting, promote);
    const right = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: lambda.functionArn };
    // Told, not made: who deploys then needs no right to make policies, and a permission set has it before the stack is there.
    new CfnOutput(Stack.of(this), OUTPUTS.approversPolicy, {
      value: Stack.of(this).toJsonString({ Version: '2012-10-17', Statement: [right] }),
      description: 'The policy of those who may answer a promotion that asks',
    });
  }
}

function answerFunction(scope: Construct, setting: FunctionSetting, { stateMachine }: Machine): PlatformFunction {
  const { stackName } = Stack.of(scope);
  const functionName = answerFunctionName(stackName);
  const lambda = new PlatformFunction(scope, 'Answer', { ...setting, ...SIZE, step: ANSWER_FUNCTION, functionName });
  lambda.addEnvironment(ENVIRONMENT_VARIABLES.stack, stackName);
  lambda.addEnvironment(ENVIRONMENT_VARIABLES.promoteMachineArn, stateMachine.stateMachineArn);
  lambda.addEnvironment(ENVIRONMENT_VARIABLES.stsEndpoint, `https://sts.${Aws.REGION}.${Aws.URL_SUFFIX}`);
  const may = (actions: string[], resource: string): void =>
    lambda.addToRolePolicy(new PolicyStatement({ actions, resources: [resource] }));
  may(['states:ListExecutions'], stateMachine.stateMachineArn);
  may(
    ['states:GetExecutionHistory'],
    Stack.of(scope).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${machineName(stackName, 'promote')}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  // IAM's own list says that these know no resource; Step Functions evaluates them on the machine that the token is of.
  may(['states:SendTaskSuccess', 'states:SendTaskFailure'], stateMachine.stateMachineArn);
  return lambda;
}

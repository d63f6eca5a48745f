import { jobNamePrefix, packageGroupName, stackName } from '../../../core/contracts/names.ts';
import { weather } from '../../../datasets/weather.ts';
import { idsOfType } from '../judged/stack.ts';
import { crossed, type Denied, rolesOf, type Setting } from './denied.ts';

const OF_EXECUTIONS = ['states:StopExecution', 'states:DescribeExecution', 'states:GetExecutionHistory'];

export function deniedOnMachines(setting: Setting): readonly Denied[] {
  const { stack, needs } = setting;
  const { template, names } = stack;
  const principals = rolesOf(stack);
  const machines = idsOfType(template, 'AWS::StepFunctions::StateMachine').map((id) => names.arn(id));
  const functions = idsOfType(template, 'AWS::Lambda::Function').map((id) => names.arn(id));
  const executions = machines.map((arn) => `${arn.replace(':stateMachine:', ':execution:')}:any-run`);
  const other = machines.map((arn) => arn.replace(stackName(stack.environment), 'of-others')).slice(0, 1);
  const ask = (kind: string, actions: readonly string[], resources: readonly string[]) =>
    crossed(kind, { principals, actions, resources }, needs);
  return [
    ...ask('starts of other machines', ['states:StartExecution'], [...machines, ...other]),
    ...ask('other executions', [...OF_EXECUTIONS, 'states:RedriveExecution'], executions),
    ...ask('machines changed', ['states:UpdateStateMachine', 'states:DeleteStateMachine'], machines),
    ...ask('task tokens', ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'], machines),
    ...ask('calls of other functions', ['lambda:InvokeFunction'], functions),
    ...ask('code of functions', ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'], functions),
    ...ask('rights on functions', ['lambda:AddPermission'], functions),
    ...deniedOnSageMaker(setting),
  ];
}

function deniedOnSageMaker({ stack, needs }: Setting): readonly Denied[] {
  const { account, region } = stack.environment;
  const own = jobNamePrefix(stackName(stack.environment));
  const arn = (resource: string) => `arn:aws:sagemaker:${region}:${account}:${resource}`;
  const group = packageGroupName(stackName(stack.environment), weather.name);
  const ask = (kind: string, actions: readonly string[], resources: readonly string[]) =>
    crossed(kind, { principals: rolesOf(stack), actions: actions.map((one) => `sagemaker:${one}`), resources }, needs);
  return [
    ...ask('versions in the registry', ['CreateModelPackage', 'UpdateModelPackage'], [arn(`model-package/${group}/1`)]),
    ...ask('versions in the registry', ['DeleteModelPackage'], [arn(`model-package/${group}/1`)]),
    ...ask(
      'versions in the registry',
      ['DeleteModelPackageGroup', 'PutModelPackageGroupPolicy'],
      [arn(`model-package-group/${group}`)],
    ),
    ...ask(
      'versions of others',
      ['CreateModelPackage', 'UpdateModelPackage', 'DescribeModelPackage'],
      [arn('model-package/of-others/1')],
    ),
    ...ask(
      'versions of others',
      ['AddTags', 'CreateModelPackageGroup', 'DescribeModelPackageGroup', 'ListModelPackages'],
      [arn('model-package-group/of-others')],
    ),
    ...ask('jobs of others', ['CreateTrainingJob', 'StopTrainingJob'], [arn('training-job/of-others')]),
    ...ask('jobs of others', ['CreateProcessingJob', 'StopProcessingJob'], [arn('processing-job/of-others')]),
    ...ask('models served', ['CreateModel'], [arn(`model/${own}any`)]),
    ...ask('models served', ['UpdateEndpoint'], [arn(`endpoint/${own}any`)]),
  ];
}

import { type NamedEnvironment, stackName } from '../../../core/contracts/names.ts';
import type { Account } from '../account.ts';
import type { Template } from '../assembly.ts';
import { Resolver } from '../read-back/resolve.ts';

/** A template's resources under names that an account could give them. */
export interface AccountNames {
  arn(logicalId: string): string;
  /** Tokens become text, anywhere in the value. */
  resolve(value: unknown): unknown;
}

/** Types whose `Ref` is an ARN, and the rest of it before their name. */
const REF_IS_AN_ARN: Readonly<Record<string, string>> = {
  'AWS::StepFunctions::StateMachine': 'states:REGION:ACCOUNT:stateMachine:',
  'AWS::SNS::Topic': 'sns:REGION:ACCOUNT:',
};

export function accountNames(template: Template, environment: NamedEnvironment & Account): AccountNames {
  const { account, region } = environment;
  const stack = stackName(environment);
  const ids = Object.entries(template.Resources).map(([id, { Type, Properties }]) => {
    const given = Object.entries(Properties).find(([property]) => NAME_PROPERTIES.includes(property))?.[1];
    const ours = typeof given === 'string' ? given : `${stack}-${id}`;
    const prefix = REF_IS_AN_ARN[Type]?.replace('REGION', region).replace('ACCOUNT', account);
    return [id, prefix === undefined ? nameOf(Type, ours) : `arn:aws:${prefix}${ours}`] as const;
  });
  const resolver = new Resolver({ template, account, region, ids: new Map(ids) });
  return {
    resolve: (value) => resolver.resolve(value),
    arn: (id) => {
      const isByRef = (template.Resources[id]?.Type ?? '') in REF_IS_AN_ARN;
      return String(resolver.resolve(isByRef ? { Ref: id } : { 'Fn::GetAtt': [id, 'Arn'] }));
    },
  };
}

const NAME_PROPERTIES = ['StateMachineName', 'FunctionName', 'RoleName', 'TopicName', 'BucketName', 'Name'];

/** A bucket's name has no capitals. */
function nameOf(type: string, name: string): string {
  return type === 'AWS::S3::Bucket' ? name.toLowerCase() : name;
}

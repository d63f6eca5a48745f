import { stackName } from '../../../core/contracts/names.ts';
import type { PlatformEnvironment } from '../../../environments/environment.ts';
import type { Template } from '../../../local/platform/template.ts';

type Account = Pick<PlatformEnvironment, 'account' | 'region' | 'name'>;

/** Puts the names and ARNs that an account would give in the place of a template's tokens. @throws Error for a token that it does not know */
export function accountTokens(template: Template, environment: Account): (value: unknown) => unknown {
  const names = namesIn(template, environment);
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const [[key = '', argument] = []] = Object.entries(value);
    switch (key) {
      case 'Ref':
        return names.ref(String(argument));
      case 'Fn::GetAtt':
        return names.arn(argument as readonly string[]);
      case 'Fn::Sub':
        return String(argument).replace(/\$\{([^}]+)\}/g, (_, name: string) => names.ref(name));
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]];
        return parts.map((part) => String(resolve(part))).join(separator);
      }
      default:
        if (key.startsWith('Fn::')) throw new Error(`the token ${JSON.stringify(value)} has no meaning here`);
        return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, resolve(inner)]));
    }
  };
  return resolve;
}

/** What `Ref` and `Arn` give, by the type of the resource. */
function namesIn({ Resources }: Template, { account, region, name: environment }: Account) {
  const stack = stackName(environment);
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack,
  };
  const arns: Readonly<Record<string, (id: string) => string>> = {
    'AWS::IAM::Role': (id) => `arn:aws:iam::${account}:role/${stack}-${id}`,
    'AWS::KMS::Key': (id) => `arn:aws:kms:${region}:${account}:key/${id}`,
    'AWS::S3::Bucket': (id) => `arn:aws:s3:::${stack}-${id.toLowerCase()}`,
    'AWS::SNS::Topic': (id) => `arn:aws:sns:${region}:${account}:${stack}-${id}`,
    'AWS::Lambda::Function': (id) => `arn:aws:lambda:${region}:${account}:function:${stack}-${id}`,
    'AWS::Logs::LogGroup': (id) =>
      `arn:aws:logs:${region}:${account}:log-group:${String(Resources[id]?.Properties?.LogGroupName ?? `${stack}-${id}`)}:*`,
    'AWS::StepFunctions::StateMachine': (id) =>
      `arn:aws:states:${region}:${account}:stateMachine:${String(Resources[id]?.Properties?.StateMachineName)}`,
  };
  const arnOf = (id: string): string => {
    const type = Resources[id]?.Type ?? 'nothing';
    const arn = arns[type]?.(id);
    if (arn === undefined) throw new Error(`no ARN is known for ${id}, which is ${type}`);
    return arn;
  };
  return {
    arn: ([id = '', attribute]: readonly string[]) => {
      if (attribute !== 'Arn') throw new Error(`the attribute ${String(attribute)} of ${id} has no meaning here`);
      return arnOf(id);
    },
    ref: (id: string) => pseudo[id] ?? nameIn(arnOf(id), Resources[id]?.Type),
  };
}

/** A machine and a topic are referred to by their ARN, everything else by its name. */
function nameIn(arn: string, type: string | undefined): string {
  if (type === 'AWS::StepFunctions::StateMachine' || type === 'AWS::SNS::Topic') return arn;
  return arn.split(/[:/]/).at(-1) ?? arn;
}

import type { Account } from '../account.ts';
import type { Template } from '../assembly.ts';

export interface ResolverProps extends Account {
  readonly template: Template;
  /** What the account calls a resource, by its logical id: the value of `Ref`. */
  readonly ids: ReadonlyMap<string, string>;
}

/** What `Fn::GetAtt` gives, by AWS's documentation of each type. */
const ATTRIBUTES: Readonly<Record<string, (id: string, place: Account) => string>> = {
  'AWS::CodeBuild::Project.Arn': (id, { account, region }) => `arn:aws:codebuild:${region}:${account}:project/${id}`,
  'AWS::ECR::Repository.Arn': (id, { account, region }) => `arn:aws:ecr:${region}:${account}:repository/${id}`,
  'AWS::Events::Rule.Arn': (id, { account, region }) => `arn:aws:events:${region}:${account}:rule/${lastPart(id, '|')}`,
  'AWS::IAM::OIDCProvider.Arn': (id) => id,
  'AWS::IAM::Role.Arn': (id, { account }) => `arn:aws:iam::${account}:role/${id}`,
  'AWS::KMS::Key.Arn': (id, { account, region }) => `arn:aws:kms:${region}:${account}:key/${id}`,
  'AWS::Lambda::Function.Arn': (id, { account, region }) => `arn:aws:lambda:${region}:${account}:function:${id}`,
  'AWS::Logs::LogGroup.Arn': (id, { account, region }) => `arn:aws:logs:${region}:${account}:log-group:${id}:*`,
  'AWS::S3::Bucket.Arn': (id) => `arn:aws:s3:::${id}`,
  // A queue is known by its address, which ends in its name.
  'AWS::SQS::Queue.Arn': (id, { account, region }) => `arn:aws:sqs:${region}:${account}:${lastPart(id, '/')}`,
  'AWS::SQS::Queue.QueueName': (id) => lastPart(id, '/'),
  'AWS::Scheduler::ScheduleGroup.Arn': (id, { account, region }) =>
    `arn:aws:scheduler:${region}:${account}:schedule-group/${id}`,
  'AWS::StepFunctions::StateMachine.Arn': (id) => id,
  'AWS::StepFunctions::StateMachine.Name': (id) => lastPart(id),
  'AWS::SNS::Topic.TopicName': (id) => lastPart(id),
};

/** Gives the values of a template as they are in the account. An intrinsic or an attribute that it does not know is an error, never passed through. */
export class Resolver {
  readonly #props: ResolverProps;
  readonly #intrinsics: Readonly<Record<string, (argument: unknown) => unknown>> = {
    Ref: (id) => this.#ref(String(id)),
    'Fn::GetAtt': (argument) => this.#attribute(Array.isArray(argument) ? argument.join('.') : String(argument)),
    'Fn::Join': (argument) => {
      const [separator, parts] = listOf(argument);
      return listOf(this.resolve(parts)).join(String(separator));
    },
    'Fn::Select': (argument) => {
      const [index, parts] = listOf(argument);
      return listOf(this.resolve(parts))[Number(index)];
    },
    'Fn::Split': (argument) => {
      const [separator, text] = listOf(argument);
      return String(this.resolve(text)).split(String(separator));
    },
    'Fn::Sub': (argument) =>
      String(argument).replace(/\$\{([^}]+)\}/g, (_, token: string) =>
        token.includes('.') ? this.#attribute(token) : this.#ref(token),
      ),
  };

  constructor(props: ResolverProps) {
    this.#props = props;
  }

  /** @throws Error for what it does not know */
  resolve(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((inner) => this.resolve(inner));
    const entries = Object.entries(value);
    const [[name, argument] = ['', undefined]] = entries;
    if (entries.length !== 1 || !(name === 'Ref' || name.startsWith('Fn::'))) {
      return Object.fromEntries(entries.map(([key, inner]) => [key, this.resolve(inner)]));
    }
    const intrinsic = this.#intrinsics[name];
    if (intrinsic === undefined) throw new Error(`the intrinsic ${name} is not in read-back/resolve.ts`);
    return intrinsic(argument);
  }

  #ref(id: string): string {
    const value = pseudoParameters(this.#props)[id] ?? this.#props.ids.get(id);
    if (value === undefined) throw new Error(`the stack has no resource '${id}'`);
    return value;
  }

  /** @param path `<logical id>.<attribute>` */
  #attribute(path: string): string {
    const [id = '', ...name] = path.split('.');
    const key = `${this.#props.template.Resources[id]?.Type}.${name.join('.')}`;
    const form = ATTRIBUTES[key];
    if (form === undefined) throw new Error(`the attribute ${key} is not in read-back/resolve.ts`);
    return form(this.#ref(id), this.#props);
  }
}

export function pseudoParameters({ account, region }: Account): Readonly<Record<string, string>> {
  return {
    'AWS::AccountId': account,
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::URLSuffix': 'amazonaws.com',
  };
}

/** What a value refers to, where that is all that it does. */
export function refOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'Ref' in value && typeof value.Ref === 'string'
    ? value.Ref
    : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`a list was expected; got ${JSON.stringify(value)}`);
}

function lastPart(arn: string, separator = ':'): string {
  return arn.split(separator).at(-1) ?? arn;
}

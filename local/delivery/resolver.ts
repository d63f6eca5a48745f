import { refusal } from './refusal.ts';

/** The parts of the delivery's template that a rehearsal reads. */
export interface DeliveryTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Where the delivery's stack would stand. */
export interface Place {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
}

/** A value of the template with every intrinsic in it resolved. */
export type Resolve = (value: unknown) => unknown;

/** What a resource is called by in its type's own words. */
const NAME_PROPERTIES = ['Name', 'PipelineName', 'ProjectName', 'TopicName', 'BucketName', 'RepositoryName'];

const ARN_OF: Readonly<Record<string, (name: string, place: Place) => string>> = {
  'AWS::CodeBuild::Project': (name, { account, region }) => `arn:aws:codebuild:${region}:${account}:project/${name}`,
  'AWS::CodePipeline::Pipeline': (name, { account, region }) => `arn:aws:codepipeline:${region}:${account}:${name}`,
  'AWS::SNS::Topic': (name, { account, region }) => `arn:aws:sns:${region}:${account}:${name}`,
  'AWS::ECR::Repository': (name, { account, region }) => `arn:aws:ecr:${region}:${account}:repository/${name}`,
  'AWS::IAM::Role': (name, { account }) => `arn:aws:iam::${account}:role/${name}`,
};

/** Types whose Ref is the ARN. */
const REF_IS_ARN = new Set(['AWS::SNS::Topic']);
/** Types whose names may hold no capitals: what AWS would choose is stood in for by the logical id. */
const LOWER_CASE = new Set(['AWS::S3::Bucket', 'AWS::ECR::Repository']);

/** As CloudFormation would resolve it; a name that AWS chooses is the logical id. An intrinsic that has no meaning here is refused, never passed through. */
export function resolverOf({ Resources }: DeliveryTemplate, place: Place): Resolve {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::Region': place.region,
    'AWS::AccountId': place.account,
    'AWS::StackName': place.stack,
  };
  const arn = (id: string): string => {
    const type = Resources[id]?.Type ?? '';
    const known = ARN_OF[type];
    if (known !== undefined) return known(nameOf(id, Resources[id]), place);
    throw refusal({ problem: `nobody knows the ARN of ${id}`, got: type, allowed: Object.keys(ARN_OF).join(', ') });
  };
  const ref = (id: string): string => {
    const known = pseudo[id];
    if (known !== undefined) return known;
    const resource = Resources[id];
    if (resource === undefined) throw refusal({ problem: 'the template refers to what it does not define', got: id });
    return REF_IS_ARN.has(resource.Type) ? arn(id) : nameOf(id, resource);
  };
  const attribute = (id: string, name: string): string => {
    if (name === 'Arn') return arn(id);
    throw refusal({ problem: 'an attribute that a rehearsal cannot resolve', got: `${id}.${name}`, allowed: 'Arn' });
  };
  return (value) => resolve(value, { ref, attribute });
}

function nameOf(id: string, resource: TemplateResource | undefined): string {
  const given = NAME_PROPERTIES.map((property) => resource?.Properties?.[property]).find(
    (value) => typeof value === 'string',
  );
  return String(given ?? (LOWER_CASE.has(resource?.Type ?? '') ? id.toLowerCase() : id));
}

interface Names {
  readonly ref: (id: string) => string;
  readonly attribute: (id: string, name: string) => string;
}

function resolve(value: unknown, names: Names): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => resolve(each, names));
  const entries = Object.entries(value);
  const [[key, argument] = ['', undefined]] = entries;
  if (entries.length === 1 && (key === 'Ref' || key.startsWith('Fn::'))) return intrinsic(key, argument, names);
  return Object.fromEntries(entries.map(([name, each]) => [name, resolve(each, names)]));
}

function intrinsic(key: string, argument: unknown, names: Names): unknown {
  const list = (): readonly unknown[] => (Array.isArray(argument) ? argument : []);
  switch (key) {
    case 'Ref':
      return names.ref(String(argument));
    case 'Fn::GetAtt': {
      const [id, name] = typeof argument === 'string' ? argument.split('.') : list().map(String);
      return names.attribute(String(id), String(name));
    }
    case 'Fn::Join': {
      const [separator, parts] = list();
      return texts(parts, names).join(String(separator));
    }
    case 'Fn::Split': {
      const [separator, text] = list();
      return String(resolve(text, names)).split(String(separator));
    }
    case 'Fn::Select': {
      const [index, parts] = list();
      return texts(resolve(parts, names), names)[Number(index)];
    }
    default:
      throw refusal({
        problem: 'an intrinsic that a rehearsal cannot resolve',
        got: { [key]: argument },
        allowed: 'Ref, Fn::GetAtt, Fn::Join, Fn::Split, Fn::Select',
      });
  }
}

function texts(parts: unknown, names: Names): readonly string[] {
  return Array.isArray(parts) ? parts.map((part) => String(resolve(part, names))) : [];
}

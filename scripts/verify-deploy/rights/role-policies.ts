import type { Template } from '../assembly.ts';
import { refOf } from '../read-back/resolve.ts';
import type { AccountNames } from './account-names.ts';
import { type Policy, policySchema } from './policy.ts';

/** What a role may do, by the policies of the template that name it. */
export function policiesOfRole({ Resources }: Template, roleId: string, { resolve }: AccountNames): readonly Policy[] {
  const isOfRole = (roles: unknown) => Array.isArray(roles) && roles.some((role: unknown) => refOf(role) === roleId);
  const beside = Object.values(Resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::IAM::Policy' && isOfRole(Properties.Roles) ? [Properties.PolicyDocument] : [],
  );
  const inside = (Resources[roleId]?.Properties?.Policies ?? []) as readonly { readonly PolicyDocument: unknown }[];
  return [...beside, ...inside.map(({ PolicyDocument }) => PolicyDocument)].map((document) =>
    policySchema.parse(resolve(document)),
  );
}

const ON_RESOURCES: Readonly<Record<string, { readonly of: string; readonly field: string }>> = {
  'AWS::S3::BucketPolicy': { of: 'Bucket', field: 'PolicyDocument' },
  'AWS::SNS::TopicPolicy': { of: 'Topics', field: 'PolicyDocument' },
};

/** The policy on the other side: of the bucket, the topic, the key; undefined where there is none. */
export function policyOnResource({ Resources }: Template, resourceId: string, { resolve }: AccountNames): unknown {
  const keyPolicy = Resources[resourceId]?.Properties?.KeyPolicy;
  if (keyPolicy !== undefined) return resolve(keyPolicy);
  for (const { Type, Properties } of Object.values(Resources)) {
    const place = ON_RESOURCES[Type];
    if (place !== undefined && [Properties[place.of]].flat().some((on) => refOf(on) === resourceId))
      return resolve(Properties[place.field]);
  }
  return undefined;
}

import { canonical } from '../compare.ts';
import type { Properties, Reader, ReadProps } from '../reader.ts';
import { at, documentOf, listAt, orAbsent, tagsOf } from '../reader.ts';

export const ROLE: Reader = {
  by: 'iam GetRole, ListAttachedRolePolicies',
  async read({ api, id }) {
    const { Role } = await api.call('iam', 'GetRole', { RoleName: id });
    const attached = await api.call('iam', 'ListAttachedRolePolicies', { RoleName: id });
    return {
      AssumeRolePolicyDocument: at(Role, 'AssumeRolePolicyDocument'),
      Description: at(Role, 'Description'),
      ManagedPolicyArns: listAt(attached, 'AttachedPolicies').map((policy) => at(policy, 'PolicyArn')),
      MaxSessionDuration: at(Role, 'MaxSessionDuration'),
      PermissionsBoundary: at(Role, 'PermissionsBoundary', 'PermissionsBoundaryArn'),
      RoleName: at(Role, 'RoleName'),
      Tags: tagsOf(at(Role, 'Tags')),
    };
  },
};

/** Inline: it lies in each of its roles; where they do not have the same, all that there are. */
export const POLICY: Reader = {
  by: 'iam GetRolePolicy, for each of its roles',
  async read({ api, expected }: ReadProps): Promise<Properties> {
    const { PolicyName } = expected;
    const found = await Promise.all(
      listAt(expected, 'Roles').map(async (RoleName) => {
        const policy = await orAbsent(api.call('iam', 'GetRolePolicy', { RoleName, PolicyName }), ['NoSuchEntity']);
        return policy === undefined ? [] : [{ RoleName, document: documentOf(policy.PolicyDocument) }];
      }),
    );
    const policies = found.flat();
    const [first, ...others] = policies.map(({ document }) => document);
    const isOne = others.every((other) => canonical(other) === canonical(first));
    return {
      PolicyName,
      PolicyDocument: isOne ? first : [first, ...others],
      Roles: policies.map(({ RoleName }) => RoleName),
    };
  },
};

import * as z from 'zod';
import type { AwsApi } from '../aws-api/aws-api.ts';
import { actionsIn, type Policy, policySchema, withoutAction } from './policy.ts';

const policiesSchema = z.object({ PolicyNames: z.array(z.string()) });
const rolePolicySchema = z.object({ PolicyDocument: policySchema });

/** A role of the account, with the policies that the stack gave it. */
export class AccountRole {
  readonly #api: AwsApi;
  readonly #name: string;
  readonly #policies: ReadonlyMap<string, Policy>;

  private constructor(api: AwsApi, name: string, policies: ReadonlyMap<string, Policy>) {
    this.#api = api;
    this.#name = name;
    this.#policies = policies;
  }

  static async read(api: AwsApi, RoleName: string): Promise<AccountRole> {
    const { PolicyNames } = policiesSchema.parse(await api.call('iam', 'ListRolePolicies', { RoleName }));
    const policies = new Map<string, Policy>();
    for (const PolicyName of PolicyNames) {
      const answer = await api.call('iam', 'GetRolePolicy', { RoleName, PolicyName });
      policies.set(PolicyName, rolePolicySchema.parse(answer).PolicyDocument);
    }
    return new AccountRole(api, RoleName, policies);
  }

  /** Everything that it may do, each action once. */
  get actions(): readonly string[] {
    return [...new Set([...this.#policies.values()].flatMap(actionsIn))];
  }

  /** Acts while the role may not do that, and gives it back, whatever comes of it. */
  async without<T>(action: string, act: () => Promise<T>): Promise<T> {
    try {
      for (const [name, policy] of this.#policies) await this.#put(name, withoutAction(policy, action));
      return await act();
    } finally {
      for (const [name, policy] of this.#policies) await this.#put(name, policy);
    }
  }

  async #put(PolicyName: string, policy: Policy): Promise<void> {
    const PolicyDocument = JSON.stringify(policy);
    await this.#api.call('iam', 'PutRolePolicy', { RoleName: this.#name, PolicyName, PolicyDocument });
  }
}

import * as z from 'zod';
import type { AwsApi } from '../aws-api/aws-api.ts';
import { actionsIn, type Policy, policySchema, withoutAction } from './policy.ts';

type Api = Pick<AwsApi, 'call'>;

const policiesSchema = z.object({ PolicyNames: z.array(z.string()) });
const rolePolicySchema = z.object({ PolicyDocument: z.unknown() });

/** As it was read, which is how it comes back, and what it says. */
interface Kept {
  readonly document: unknown;
  readonly policy: Policy;
}

/** A role of the account, with the policies that the stack gave it. */
export class AccountRole {
  readonly #api: Api;
  readonly #name: string;
  readonly #policies: ReadonlyMap<string, Kept>;

  private constructor(api: Api, name: string, policies: ReadonlyMap<string, Kept>) {
    this.#api = api;
    this.#name = name;
    this.#policies = policies;
  }

  static async read(api: Api, RoleName: string): Promise<AccountRole> {
    const { PolicyNames } = policiesSchema.parse(await api.call('iam', 'ListRolePolicies', { RoleName }));
    const policies = new Map<string, Kept>();
    for (const PolicyName of PolicyNames) {
      const answer = await api.call('iam', 'GetRolePolicy', { RoleName, PolicyName });
      const document = rolePolicySchema.parse(answer).PolicyDocument;
      policies.set(PolicyName, { document, policy: policySchema.parse(document) });
    }
    return new AccountRole(api, RoleName, policies);
  }

  /** Everything that it may do, each action once. */
  get actions(): readonly string[] {
    return [...new Set([...this.#policies.values()].flatMap(({ policy }) => actionsIn(policy)))];
  }

  /** Acts while the role may not do that, and gives it back, whatever comes of it. */
  async without<T>(action: string, act: () => Promise<T>): Promise<T> {
    try {
      for (const [name, { policy }] of this.#policies) await this.#put(name, withoutAction(policy, action));
      return await act();
    } finally {
      for (const [name, { document }] of this.#policies) await this.#put(name, document);
    }
  }

  async #put(PolicyName: string, document: unknown): Promise<void> {
    const PolicyDocument = JSON.stringify(document);
    await this.#api.call('iam', 'PutRolePolicy', { RoleName: this.#name, PolicyName, PolicyDocument });
  }
}

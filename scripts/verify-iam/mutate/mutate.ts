import type { Call } from '../judged/call.ts';
import { isAllowed, type Judge } from '../judged/decide.ts';
import type { Expectations, Mutation } from '../judged/verdict.ts';
import { type Mutant, mutantsOf } from './mutants.ts';

/** Changes every statement of the policies, one at a time, and asks whether a call is answered otherwise than it must be. */
export function mutation({ needed, denied }: Expectations, judge: Judge): Mutation {
  const asked = { less: indexed(needed), more: indexed(denied.map(({ call }) => call)) };
  const mutants = mutantsOf(judge.policies).filter((mutant) => isOfTheStack(mutant, judge));
  const survivors = mutants.filter(
    (mutant) => !isNoticed(mutant, { calls: asked[mutant.allows], account: judge.account }),
  );
  return { mutants: mutants.length, survivors: survivors.map(({ name }) => name) };
}

/** Other policies are none of ours; those that the delivery takes on are changed in test/lib/delivery, with the other side of them. */
function isOfTheStack({ kind, arn }: Mutant, { account, policies }: Judge): boolean {
  const [, , , , owner = ''] = arn.split(':');
  if (owner !== '' && owner !== account) return false;
  if (/-delivery-(run|read|pulls)$/.test(arn) || arn.endsWith('of-another-stack')) return false;
  return kind !== 'role' || policies.trust.has(arn);
}

interface Asked {
  readonly byPrincipal: ReadonlyMap<string, readonly Call[]>;
  /** By the bucket, key, topic or role that they are about. */
  readonly byResource: ReadonlyMap<string, readonly Call[]>;
}

function indexed(calls: readonly Call[]): Asked {
  return {
    byPrincipal: grouped(calls, ({ principal }) => principal),
    byResource: grouped(calls, ({ resource }) => ownerOf(resource)),
  };
}

function grouped(calls: readonly Call[], keyOf: (call: Call) => string): ReadonlyMap<string, readonly Call[]> {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const group = groups.get(keyOf(call)) ?? [];
    groups.set(keyOf(call), group);
    group.push(call);
  }
  return groups;
}

function ownerOf(resource: string): string {
  return resource.startsWith('arn:aws:s3:::') ? (resource.split('/')[0] ?? resource) : resource;
}

/** A call that must pass is refused once less is allowed, or one that must not passes once more is. */
function isNoticed(mutant: Mutant, { calls, account }: { readonly calls: Asked; readonly account: string }): boolean {
  const { kind, arn, allows, policies } = mutant;
  const about = kind === 'role' ? calls.byPrincipal.get(arn) : calls.byResource.get(arn);
  const likely = (about ?? []).filter((call) => concerns(mutant, call)).sort(administratorsFirst);
  return likely.some((call) => isAllowed(call, { account, policies }) === (allows === 'more'));
}

function concerns({ statement }: Mutant, { action }: Call): boolean {
  const asked = action.toLowerCase();
  return statement.Action.map((one) => one.toLowerCase()).some(
    (one) => one === asked || (one.endsWith('*') && asked.startsWith(one.slice(0, -1))),
  );
}

/** What a policy on a resource refuses alone, it refuses to whoever may do everything. */
function administratorsFirst(a: Call, b: Call): number {
  const rank = ({ principal, context }: Call) =>
    (principal.endsWith('administrator') ? 0 : 2) + (context?.['aws:SecureTransport'] === 'false' ? 0 : 1);
  return rank(a) - rank(b);
}

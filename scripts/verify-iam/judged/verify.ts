import { catalogue } from '../denied/catalogue.ts';
import type { Denied } from '../denied/denied.ts';
import { Needs, withoutClass } from '../denied/needs.ts';
import { otherKey } from '../denied/keys.ts';
import { administratorOf, NEIGHBOUR, OUTSIDERS } from '../denied/outsiders.ts';
import { STRANGERS } from '../denied/roles.ts';
import { mutation } from '../mutate/mutate.ts';
import { type Call, distinct } from './call.ts';
import { isAllowed, type Judge } from './decide.ts';
import type { Document } from './policies.ts';
import type { JudgedStack } from './stack.ts';
import type { Expectations, Row, Verdict } from './verdict.ts';

export function expectationsOf(stack: JudgedStack, calls: readonly Call[]): Expectations {
  const needed = distinct(calls);
  return { needed, denied: catalogue({ stack, needs: new Needs(stack, needed) }, needed) };
}

const EVERYTHING: Document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
};

/**
 * Whoever is not of the stack may do everything by policies of its own, and the keys of other stacks leave it to the account's policies who may use
 * them: the stack's own have to refuse.
 */
export function judgeOf(stack: JudgedStack): Judge {
  const { policies, environment } = stack;
  const { account } = environment;
  const others = [...OUTSIDERS, ...STRANGERS, administratorOf({ stack })].map((arn) => [arn, EVERYTHING] as const);
  const open = {
    Version: '2012-10-17',
    Statement: EVERYTHING.Statement.map((one) => ({ ...one, Principal: { AWS: `arn:aws:iam::${account}:root` } })),
  };
  const role = new Map([...policies.role, ...others]);
  return {
    account,
    policies: {
      ...policies,
      role,
      resource: new Map([...policies.resource, [otherKey(stack), open], [NEIGHBOUR, open]]),
    },
  };
}

export function verdictOn(
  stack: JudgedStack,
  calls: readonly Call[],
  { mutate }: { readonly mutate: boolean },
): Verdict {
  const expectations = expectationsOf(stack, calls);
  const { needed, denied } = expectations;
  const judge = judgeOf(stack);
  const refused = needed.filter((call) => !isAllowed(call, judge));
  const allowed = denied.filter(({ call }) => isAllowed(call, judge));
  const unknown = withoutClass(stack, needed);
  return {
    environment: stack.environment.name,
    needed: { kind: 'needed', asked: needed.length, allowed: needed.length - refused.length },
    denied: rowsOf(denied, allowed),
    refused: refused.map((call) => ({ kind: 'needed', call })),
    allowed,
    problems: unknown.map((key) => `nobody knows what ${key} is for: denied/key-classes.ts`),
    ...(mutate ? { mutation: mutation(expectations, judge) } : {}),
  };
}

function rowsOf(asked: readonly Denied[], allowed: readonly Denied[]): readonly Row[] {
  const count = (all: readonly Denied[], kind: string) => all.filter((one) => one.kind === kind).length;
  return [...new Set(asked.map(({ kind }) => kind))].map((kind) => ({
    kind,
    asked: count(asked, kind),
    allowed: count(allowed, kind),
  }));
}

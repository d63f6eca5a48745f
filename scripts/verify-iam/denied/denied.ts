import type { Call } from '../judged/call.ts';
import type { JudgedStack } from '../judged/stack.ts';
import type { Needs } from './needs.ts';

/** A call that must be denied, and which promise that keeps. */
export interface Denied {
  readonly kind: string;
  readonly call: Call;
}

export interface Setting {
  readonly stack: JudgedStack;
  readonly needs: Needs;
}

/** Everybody asks everything of everything, but for what they were seen to need. */
export function crossed(
  kind: string,
  { principals, actions, resources }: Readonly<Record<'principals' | 'actions' | 'resources', readonly string[]>>,
  needs: Needs,
): readonly Denied[] {
  return principals.flatMap((principal) =>
    resources.flatMap((resource) =>
      actions.flatMap((action) => {
        const call = { principal, action, resource };
        return needs.has(call) ? [] : [{ kind, call }];
      }),
    ),
  );
}

export function rolesOf({ roles }: JudgedStack): readonly string[] {
  return roles.map(({ arn }) => arn);
}

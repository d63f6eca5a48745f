import { ENVIRONMENTS } from '../../environments/index.ts';
import { synthesizeLiteral } from '../../lib/synthesize.ts';
import { templateSchema } from '../verify-deploy/assembly.ts';
import type { Call } from './judged/call.ts';
import { type JudgedStack, judgedStack } from './judged/stack.ts';
import { RecordedAccount } from './record/account.ts';
import { documentedCalls } from './record/documented.ts';
import { live } from './record/histories.ts';

export type EnvironmentName = keyof typeof ENVIRONMENTS;

/** Of a clean checkout, whatever is being changed in this one: what prod promotes was built from a commit. */
const BUILD = { commit: 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00', libraries: { zod: '4.0.0' } };

/** A stack, and what its code and AWS ask for in its roles' names. */
export interface Recorded {
  readonly stack: JudgedStack;
  readonly calls: readonly Call[];
}

export async function recorded(name: EnvironmentName, say: (line: string) => void): Promise<Recorded> {
  const environment = ENVIRONMENTS[name];
  const { template } = synthesizeLiteral(environment, { bundling: false, build: BUILD });
  const stack = judgedStack(templateSchema.parse(template), environment);
  const account = new RecordedAccount(stack);
  await live(account, say);
  return { stack, calls: [...account.recorder.calls, ...documentedCalls(stack)] };
}

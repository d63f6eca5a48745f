import { ENVIRONMENTS } from '../../environments/index.ts';
import { synthesizeLiteral } from '../../lib/synthesize.ts';
import { COMPANY } from '../../test/support/company-environment.ts';
import { signingKeys } from './denied/keys.ts';
import { templateSchema } from '../verify-deploy/assembly.ts';
import { type Call, generationless } from './judged/call.ts';
import { type JudgedStack, judgedStack } from './judged/stack.ts';
import { RecordedAccount } from './record/account.ts';
import { documentedCalls } from './record/documented.ts';
import { live } from './record/histories.ts';

/** Those of the checkout, and one of a company with a network, a boundary, a prefix, a key, a topic and a tracker of its own. */
const JUDGED = { ...ENVIRONMENTS, company: COMPANY };
export type JudgedName = keyof typeof JUDGED;
export const JUDGED_NAMES = Object.keys(JUDGED) as readonly JudgedName[];

/** Of a clean checkout, whatever is being changed in this one: what prod promotes was built from a commit. */
const BUILD = { commit: 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00', libraries: { zod: '4.0.0' } };

/** A stack, and what its code and AWS ask for in its roles' names. */
export interface Recorded {
  readonly stack: JudgedStack;
  readonly calls: readonly Call[];
}

export async function recorded(name: JudgedName, say: (line: string) => void): Promise<Recorded> {
  const environment = JUDGED[name];
  const { template } = synthesizeLiteral(environment, { bundling: false, build: BUILD });
  const stack = judgedStack(templateSchema.parse(template), environment);
  const account = new RecordedAccount(stack);
  await live(account, say);
  const { calls } = account.recorder;
  return { stack, calls: [...calls, ...callsOfFormerKeys(calls, stack), ...documentedCalls(stack)] };
}

/** What a former key has signed is verified as the newest one's is, though no run of a new platform comes to it. */
function callsOfFormerKeys(calls: readonly Call[], stack: JudgedStack): readonly Call[] {
  const verified = calls.filter(({ action }) => action === 'kms:Verify');
  return signingKeys(stack).flatMap((resource) =>
    verified
      .filter((call) => call.resource !== resource && generationless(call.resource) === generationless(resource))
      .map((call) => ({ ...call, resource })),
  );
}

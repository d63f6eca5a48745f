import { isDeepStrictEqual } from 'node:util';
import { expect, it } from '@jest/globals';
import { InvalidDefinition } from '../../asl/index.ts';
import { comparableExecution, comparableRecording } from './conformance/normalise.ts';
import { conformanceDataExists, readCases, type RecordedCase } from './conformance/recorded-case.ts';
import { replay } from './conformance/replay.ts';
import { missing } from '../support/missing.ts';
import { describeWith } from '../support/oracles.ts';

type Verdict = { readonly id: string } & (
  | { readonly kind: 'agrees' }
  | { readonly kind: 'differs'; readonly got: unknown; readonly want: unknown }
  | { readonly kind: 'put aside'; readonly reason: string }
);

async function judge(recorded: RecordedCase): Promise<Verdict> {
  const id = recorded.id.split('::').at(-1) ?? recorded.id;
  try {
    const got = comparableExecution(await replay(recorded), recorded);
    const want = comparableRecording(recorded);
    return isDeepStrictEqual(got, want) ? { id, kind: 'agrees' } : { id, kind: 'differs', got, want };
  } catch (error) {
    if (!(error instanceof InvalidDefinition)) throw error;
    return { id, kind: 'put aside', reason: error.problems.join('; ') };
  }
}

async function compare(file: 'recorded.json' | 'derived.json') {
  const verdicts: Verdict[] = [];
  for (const recorded of readCases(file)) verdicts.push(await judge(recorded));
  const agreeing = verdicts.filter(({ kind }) => kind === 'agrees').length;
  const aside = verdicts.flatMap((verdict) => (verdict.kind === 'put aside' ? [verdict] : []));
  const differing = verdicts.filter(({ kind }) => kind === 'differs');
  const list = aside.map(({ id, reason }) => `  put aside: ${id}: ${reason}\n`).join('');
  process.stdout.write(`${file}: agree ${agreeing} of ${verdicts.length}\n${list}`);
  return { agreeing, aside: aside.map(({ id }) => id), differing };
}

const recordings = conformanceDataExists() ? 'found' : missing('../shared/asl-conformance');

describeWith('../shared/asl-conformance', recordings)('executions that AWS recorded', () => {
  it('run in JSONata with the same history here', async () => {
    const { agreeing, aside, differing } = await compare('recorded.json');
    expect(differing).toEqual([]);
    expect(aside).toEqual([]);
    expect(agreeing).toBe(99);
  });

  it('carried over from JSONPath have the same history here', async () => {
    const { agreeing, aside, differing } = await compare('derived.json');
    expect(differing).toEqual([]);
    expect(aside).toEqual([
      'test_activity_task_on_deleted',
      'test_map_state_legacy_config_inline',
      'test_map_state_result_writer',
    ]);
    expect(agreeing).toBe(27);
  });
});

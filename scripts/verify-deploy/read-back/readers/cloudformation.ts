import type { Reader } from '../reader.ts';
import { at, listAt, tagsOf } from '../reader.ts';

/** Of the stack itself: what nobody else knows. */
export const STACK: Reader = {
  by: 'cloudformation DescribeStacks',
  async read({ api, id }) {
    const { Stacks } = await api.call('cloudformation', 'DescribeStacks', { StackName: id });
    const outputs = listAt(Stacks, 0, 'Outputs').map(
      (output) => [String(at(output, 'OutputKey')), at(output, 'OutputValue')] as const,
    );
    return {
      EnableTerminationProtection: at(Stacks, 0, 'EnableTerminationProtection'),
      Outputs: Object.fromEntries(outputs),
      Tags: tagsOf(at(Stacks, 0, 'Tags')),
    };
  },
};

import { describe, expect, it } from '@jest/globals';
import { lintProblems } from '../../../scripts/verify-deploy/documents/lint.ts';

const finding = (id: string) => ({
  Filename: 'dev/forecasting-dev.template.json',
  Level: id.startsWith('E') ? 'Error' : 'Warning',
  Message: `something about ${id}`,
  Rule: { Id: id },
  Location: { Path: ['Resources', 'Key', 'DependsOn', 0] },
});
const ACCEPTED = [{ rule: 'W3005', reason: 'said twice' }];

describe('the findings of cfn-lint', () => {
  it('are nothing where all are accepted', () => {
    expect(lintProblems([JSON.stringify([finding('W3005'), finding('W3005')])], ACCEPTED)).toEqual([]);
  });

  it('are told where they are not, warnings too', () => {
    expect(lintProblems([JSON.stringify([finding('W3005'), finding('E3002')])], ACCEPTED)).toEqual([
      'Error E3002 in dev/forecasting-dev.template.json, Resources/Key/DependsOn/0: something about E3002',
    ]);
    expect(lintProblems([JSON.stringify([finding('W3005'), finding('W1001')])], ACCEPTED)).toHaveLength(1);
  });

  it('are missed where an acceptance finds nothing any more', () => {
    expect(lintProblems(['[]', '[]'], ACCEPTED)).toEqual([
      'W3005 is accepted, and found no more: take it off the list',
    ]);
  });

  it('of a whole file have no path', () => {
    expect(lintProblems([JSON.stringify([{ ...finding('E0000'), Location: { Path: null } }])], [])).toEqual([
      'Error E0000 in dev/forecasting-dev.template.json, : something about E0000',
    ]);
  });
});

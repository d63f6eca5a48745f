import { describe, expect, it } from '@jest/globals';
import { judgeTemplate, ownFindings, OWN_RULES } from '../../../lib/rules/own-rules.ts';
import { deliveryTemplate } from '../delivery/account.ts';
import { NAMES, templateOf } from '../support.ts';

describe('the rules of our own', () => {
  const templates = [...NAMES.map(templateOf), deliveryTemplate()];

  it('are kept by all stacks, and each has something there to judge', () => {
    expect(templates.flatMap(ownFindings)).toEqual([]);
    const judged = templates
      .flatMap(judgeTemplate)
      .flatMap(({ rule, verdict }) => (verdict === 'complies' ? [rule] : []));
    expect([...new Set(judged)].sort()).toEqual(Object.keys(OWN_RULES).sort());
  });

  it('say which resource breaks which', () => {
    const Resources = {
      Logs: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' },
    };
    expect(ownFindings({ Resources })).toEqual(['log-encryption at Logs: the log group names no key (KmsKeyId)']);
  });
});

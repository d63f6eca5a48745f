import { describe, expect, it } from '@jest/globals';
import { personSchema, whyNoPerson } from '../../../core/contracts/person.ts';
import { rollBackStep } from '../../../core/contracts/steps/promote.ts';
import { ruleStep } from '../../../core/contracts/steps/ingest.ts';

describe('a person who names themselves', () => {
  it.each(['ada', 'Grace Hopper', 'grace@company.com', 'Þóra Æsir', 'Мария', 'Ελένη', '李娜', 'root', 'ops'])(
    'is %p',
    (name) => {
      expect(whyNoPerson(name)).toBeUndefined();
      expect(personSchema.parse(` ${name} `)).toBe(name);
    },
  );

  it.each([
    ['the promote state machine', 'is what the platform calls itself in a record'],
    ['The  PROMOTE\u00a0state machine ', 'is what the platform calls itself in a record'],
    ['ｔｈｅ　ｒｅｐｌａｙ', 'is what the platform calls itself in a record'],
    ['the monitor', 'is what the platform calls itself in a record'],
    ['monitor machine', 'is what the platform calls itself in a record'],
    ['Nobody', 'is what the platform calls itself in a record'],
    ['the replay\u200b', 'has characters that nobody sees'],
    ['ada\nApproved by: grace', 'has characters that nobody sees'],
    ['\u202eada', 'has characters that nobody sees'],
    ['the rеplay', 'mixes letters that look alike'],
    ['grасe', 'mixes letters that look alike'],
    ['arn:aws:sts::111111111111:assumed-role/Approver/ada', 'is an identity of AWS, which has to be proved'],
    ['ARN:aws:iam::111111111111:root', 'is an identity of AWS, which has to be proved'],
    ['a'.repeat(101), 'is longer than 100 characters'],
    ['', 'names nobody'],
    [' \u3000', 'names nobody'],
  ])('is not %p', (name, why) => {
    expect(whyNoPerson(name)).toBe(why);
    expect(personSchema.safeParse(name).error?.issues[0]?.message).toBe(`a person's name: this one ${why}`);
  });

  it('is asked for where a machine is told who decides', () => {
    const by = 'the promote state machine';
    const asked = { dataset: 'weather', runId: 'r', reason: 'x', by };
    expect(rollBackStep.input.safeParse({ ...asked, by: 'ada' }).success).toBe(true);
    expect(rollBackStep.input.safeParse(asked).error?.issues[0]?.path).toEqual(['by']);
    const ruling = { ...asked, delivery: 'weather/a.csv', ruling: 'accept' };
    expect(ruleStep.input.safeParse({ ...ruling, by: 'ada' }).success).toBe(true);
    expect(ruleStep.input.safeParse(ruling).error?.issues[0]?.path).toEqual(['by']);
  });
});

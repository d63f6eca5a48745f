import { describe, expect, it } from '@jest/globals';
import { checkEnvironment } from '../../../environments/index.ts';
import { COMPANY } from '../../support/company-environment.ts';
import { resourcesOf, stackOf } from '../support.ts';
import { companyTemplate } from './template.ts';

describe('a prefix of names', () => {
  it('stands before everything that the template names', () => {
    const named = (type: string, property: string) =>
      resourcesOf(companyTemplate(), type).flatMap(({ properties }) => properties[property] ?? []);
    const names = [
      ...named('AWS::StepFunctions::StateMachine', 'StateMachineName'),
      ...named('AWS::Scheduler::ScheduleGroup', 'Name'),
    ];
    expect(names).toHaveLength(15);
    for (const name of names) expect(name).toMatch(/^acme-ml-forecasting-audit(-|$)/);
  });

  it('may be so long that every name still fits', () => {
    const longest = { ...COMPANY, namePrefix: `aa${'-b'.repeat(15)}` };
    expect(checkEnvironment(longest)).toEqual(longest);
    const { stack, template } = stackOf(longest);
    expect(stack.stackName).toHaveLength(50);
    const lengths = (type: string, property: string) =>
      resourcesOf(template, type).map(({ properties }) => String(properties[property]).length);
    // https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
    expect(Math.max(...lengths('AWS::StepFunctions::StateMachine', 'StateMachineName'))).toBeLessThanOrEqual(80);
    // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateScheduleGroup.html
    expect(Math.max(...lengths('AWS::Scheduler::ScheduleGroup', 'Name'))).toBeLessThanOrEqual(64);
  });
});

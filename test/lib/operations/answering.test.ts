import { describe, expect, it } from '@jest/globals';
import { prod } from '../../../environments/prod.ts';
import { COMPANY } from '../../support/company-environment.ts';
import { companyTemplate } from '../company/template.ts';
import { actionsOf, NAMES, resourcesOf, stackOf, statementsIn, templateOf } from '../support.ts';

type Template = ReturnType<typeof templateOf>;

const TOKENS = ['states:SendTaskFailure', 'states:SendTaskHeartbeat', 'states:SendTaskSuccess'];
const answerRole = expect.stringMatching(/^AnsweringAnswerRole/);

/** Who holds a right on tokens, and on what. */
function holdersOf(template: Template) {
  return statementsIn(template)
    .filter(({ statement }) => actionsOf(statement).some((action) => TOKENS.includes(action)))
    .map(({ role, statement }) => ({ role: role.Ref, actions: actionsOf(statement), resource: statement.Resource }));
}

function machineOf(template: Template): string {
  return resourcesOf(template, 'AWS::StepFunctions::StateMachine').find(({ id }) => id.startsWith('Machinespromote'))!
    .id;
}

const asking: [string, () => Template, string][] = [
  ['prod', () => templateOf('prod'), 'forecasting-prod'],
  [
    "a company's environment",
    () => stackOf({ ...COMPANY, approval: prod.approval }).template,
    'acme-ml-forecasting-audit',
  ],
];

describe.each(asking)('in %s, which asks people,', (_, templateIn, stack) => {
  it('the answering function alone holds a right on tokens, of the promote machine', () => {
    const template = templateIn();
    expect(holdersOf(template)).toEqual([
      {
        role: answerRole,
        actions: ['states:ListExecutions', 'states:SendTaskFailure', 'states:SendTaskSuccess'],
        resource: { Ref: machineOf(template) },
      },
    ]);
  });

  it('it reads the executions of that machine, and may do nothing else', () => {
    const template = templateIn();
    const own = statementsIn(template).filter(({ role }) => role.Ref.startsWith('AnsweringAnswerRole'));
    const actions = own.flatMap(({ statement }) => actionsOf(statement));
    const ofItself = /^(logs|xray|ec2):/;
    expect(actions.filter((action) => !ofItself.test(action)).sort()).toEqual([
      'states:GetExecutionHistory',
      'states:ListExecutions',
      'states:SendTaskFailure',
      'states:SendTaskSuccess',
    ]);
    const history = own.find(({ statement }) => actionsOf(statement).includes('states:GetExecutionHistory'));
    expect(JSON.stringify(history?.statement.Resource)).toContain(`:execution:${stack}-promote:*`);
    const listed = own.find(({ statement }) => actionsOf(statement).includes('states:ListExecutions'));
    expect(listed?.statement.Resource).toEqual({ Ref: machineOf(template) });
  });

  it('an output is the policy of approvers: to call it, and nothing else', () => {
    const { Outputs } = templateIn() as unknown as { Outputs: Readonly<Record<string, { readonly Value: unknown }>> };
    const [separator, parts] = (Outputs.ApproversPolicy?.Value as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
    const text = parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part).replaceAll('"', "'")));
    expect(JSON.parse(text.join(separator))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'lambda:InvokeFunction',
          Resource: expect.stringMatching(/^\{'Fn::GetAtt':\['AnsweringAnswer\w+','Arn'\]\}$/),
        },
      ],
    });
  });

  it('the function is called as the command calls it, asks the STS of its region, and lets nobody of another account call it', () => {
    const template = templateIn();
    const [found] = resourcesOf(template, 'AWS::Lambda::Function').filter(({ id }) => id.startsWith('AnsweringAnswer'));
    expect(found?.properties).toMatchObject({
      FunctionName: `${stack}-answer`,
      Environment: {
        Variables: {
          PLATFORM_STACK: stack,
          PROMOTE_MACHINE_ARN: { Ref: machineOf(template) },
          STS_ENDPOINT: { 'Fn::Join': ['', ['https://sts.', expect.anything(), '.', { Ref: 'AWS::URLSuffix' }]] },
        },
      },
    });
    const permissions = resourcesOf(template, 'AWS::Lambda::Permission').map(
      ({ properties }) => properties.FunctionName,
    );
    expect(JSON.stringify(permissions)).not.toContain('Answering');
    expect(resourcesOf(template, 'AWS::Lambda::Url')).toEqual([]);
  });
});

describe("a company's environment", () => {
  it('puts its boundary on the role of the function, and the function into its network', () => {
    const { template } = stackOf({ ...COMPANY, approval: prod.approval });
    const [role] = resourcesOf(template, 'AWS::IAM::Role').filter(({ id }) => id.startsWith('AnsweringAnswerRole'));
    expect(role?.properties.PermissionsBoundary).toBe(COMPANY.permissionsBoundary);
    const [found] = resourcesOf(template, 'AWS::Lambda::Function').filter(({ id }) => id.startsWith('AnsweringAnswer'));
    expect(found?.properties.VpcConfig).toBeDefined();
  });
});

describe('where nobody is asked', () => {
  it.each(NAMES.filter((name) => name !== 'prod'))(
    '%s has no function that answers, and no right on tokens',
    (name) => {
      const template = templateOf(name);
      expect(holdersOf(template)).toEqual([]);
      expect(JSON.stringify(template)).not.toContain('ApproversPolicy');
      expect(Object.keys(template.Resources).filter((id) => id.startsWith('Answering'))).toEqual([]);
    },
  );

  it('nor has the environment of a company that asks nobody', () => {
    expect(COMPANY.approval.required === 'never' ? holdersOf(companyTemplate()) : []).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { ENVIRONMENTS } from '../../../environments/index.ts';
import { actionsOf, resourcesOf, stackOf, statementsOf } from '../support.ts';

const { dev, prod } = ENVIRONMENTS;

/** What a literal may say and none of ours does. */
describe('a literal', () => {
  it.each([
    ['prod', true],
    ['dev', false],
  ] as const)('says whether its stack is protected from deletion: %s', (name, isProtected) => {
    expect(stackOf(ENVIRONMENTS[name]).stack.terminationProtection).toBe(isProtected);
  });

  it('names its stack, and deploys to its account and region alone', () => {
    expect(stackOf(prod).stack).toMatchObject({
      stackName: 'forecasting-prod',
      account: '333333333333',
      region: 'eu-central-1',
    });
  });

  it('without tracing: nothing is traced, and nobody has the rights to', () => {
    const { template } = stackOf({ ...dev, tracing: 'off' });
    const functions = resourcesOf(template, 'AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThan(20);
    for (const { properties } of functions) expect(properties.TracingConfig).toBeUndefined();
    for (const { properties } of resourcesOf(template, 'AWS::StepFunctions::StateMachine')) {
      expect((properties.TracingConfiguration as { Enabled: boolean } | undefined)?.Enabled ?? false).toBe(false);
    }
    expect(
      statementsOf(template)
        .flatMap(actionsOf)
        .filter((action) => action.startsWith('xray:')),
    ).toEqual([]);
  });

  it('with two data sets: schedules for both, and rights on the models of both', () => {
    const { template } = stackOf({ ...prod, datasets: ['weather', 'energy'] });
    const inputs = resourcesOf(template, 'AWS::Scheduler::Schedule').map(
      ({ properties }) => (properties.Target as { Input: string }).Input,
    );
    expect(inputs).toEqual([
      '{"dataset":"weather"}',
      '{"dataset":"energy"}',
      '{"dataset":"weather","modelVersion":"production"}',
      '{"dataset":"energy","modelVersion":"production"}',
      '{"dataset":"weather"}',
      '{"dataset":"energy"}',
      '{"dataset":"weather","dryRun":false}',
      '{"dataset":"energy","dryRun":false}',
      '{"dataset":"weather"}',
      '{"dataset":"energy"}',
    ]);
    const models = JSON.stringify(statementsOf(template, 'Stepsregister')).match(/model-package[-a-z]*\/[a-z-]+[/*]*/g);
    expect([...new Set(models)].sort()).toEqual([
      'model-package-group/forecasting-prod-energy',
      'model-package-group/forecasting-prod-weather',
      'model-package/forecasting-prod-energy/*',
      'model-package/forecasting-prod-weather/*',
    ]);
  });

  it('with a replay by the clock: the machine and its data set, and nothing else', () => {
    const schedules = { retrain: 'off', forecast: 'off', monitor: 'off', replay: 'cron(0 1 1 1 ? *)', maintain: 'off' };
    const [found, ...others] = resourcesOf(
      stackOf({ ...dev, datasets: ['weather'], schedules }).template,
      'AWS::Scheduler::Schedule',
    );
    expect(others).toEqual([]);
    expect(found.properties).toMatchObject({
      ScheduleExpression: 'cron(0 1 1 1 ? *)',
      Target: { Arn: { Ref: expect.stringMatching(/^Machinesreplay/) }, Input: '{"dataset":"weather"}' },
    });
  });

  it.each(['manual', 'scheduled', 'triggered'] as const)('tells the monitor that retraining is %s', (retraining) => {
    const machines = resourcesOf(stackOf({ ...dev, retraining }).template, 'AWS::StepFunctions::StateMachine');
    const monitor = machines.find(({ resource }) => (resource.Metadata as { machine: string }).machine === 'monitor');
    expect(JSON.stringify(monitor?.properties.DefinitionString)).toContain(`'retraining': '${retraining}'`);
  });

  it('of one job in a container and one on Lambda: an image for the one, a function for the other', () => {
    const { template } = stackOf({ ...prod, compute: { train: prod.compute.train, forecast: dev.compute.forecast } });
    const steps = resourcesOf(template, 'AWS::Lambda::Function').map(
      ({ resource }) => (resource.Metadata as { step: string }).step,
    );
    expect(steps.filter((step) => step.endsWith('-on-lambda'))).toEqual(['forecast-on-lambda']);
    expect(statementsOf(template, 'Jobstrain').flatMap(actionsOf)).toContain('ecr:BatchGetImage');
  });
});

import { describe, expect, it } from '@jest/globals';
import { dev } from '../../environments/dev.ts';
import type { Environment } from '../../environments/environment.ts';
import { ForecastingStack } from '../../lib/stacks/forecasting-stack.ts';
import { platformApp } from '../../lib/synthesize.ts';
import type { Template } from '../../local/platform/template.ts';
import { resourcesOf } from './support.ts';

/** How the functions and the state machines are traced, each way once. */
function tracingOf(tracing: Environment['tracing']) {
  const app = platformApp({ context: { 'aws:cdk:bundling-stacks': [] } });
  const build = { commit: 'unknown', libraries: {} };
  const { stackName } = new ForecastingStack(app, { environment: { ...dev, tracing }, build });
  const template = app.synth().getStackByName(stackName).template as Template;
  const settingsOf = (type: string, setting: string) => [
    ...new Set(resourcesOf(template, type).map(({ properties }) => JSON.stringify(properties[setting]))),
  ];
  return {
    functions: settingsOf('AWS::Lambda::Function', 'TracingConfig'),
    machines: settingsOf('AWS::StepFunctions::StateMachine', 'TracingConfiguration'),
  };
}

describe('tracing', () => {
  it('is on for all functions and machines, or off for all', () => {
    expect(tracingOf('active')).toEqual({ functions: ['{"Mode":"Active"}'], machines: ['{"Enabled":true}'] });
    expect(tracingOf('off')).toEqual({ functions: [undefined], machines: ['{"Enabled":false}'] });
  });
});

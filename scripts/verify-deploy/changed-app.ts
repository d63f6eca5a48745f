import { delivery } from '../../environments/delivery.ts';
import { checkEnvironment, findPlatform } from '../../environments/index.ts';
import { ForecastingStack } from '../../lib/stacks/forecasting-stack.ts';
import { buildInfo } from '../../lib/steps/build-info.ts';
import { platformApp } from '../../lib/synthesize.ts';
import { CHANGES } from './changes.ts';

// bin/app.ts with a change of the literal: -c env=NAME -c change=NAME
const app = platformApp();
const wanted: unknown = app.node.tryGetContext('change');
const change = Object.entries(CHANGES).find(([name]) => name === wanted)?.[1];
if (change === undefined)
  throw new Error(`'${String(wanted)}' is no change; there are: ${Object.keys(CHANGES).join(', ')}`);
const environment = checkEnvironment(change(findPlatform(app.node.tryGetContext('env'))));
new ForecastingStack(app, { environment, delivery, build: buildInfo() });
app.synth();

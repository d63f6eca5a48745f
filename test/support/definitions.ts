import type { Environment } from '../../environments/environment.ts';
import { synthesizeLiteral } from '../../lib/synthesize.ts';
import { type LocalDefinitions, readTemplate, type Template } from '../../local/platform/template.ts';
import { onceASuite } from './once-a-suite.ts';

/** The machines of an environment that stands in no file. */
export function definitionsOf(environment: Environment): LocalDefinitions {
  return readTemplate(onceASuite(`machines of ${JSON.stringify(environment)}`, () => templateOf(environment)));
}

function templateOf(environment: Environment): Template {
  const build = { commit: 'test', libraries: {} };
  return synthesizeLiteral(environment, { bundling: false, build }).template as unknown as Template;
}

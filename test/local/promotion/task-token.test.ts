import { expect, it } from '@jest/globals';
import { twoVersions } from './platform.ts';
import { TWO_STATIONS } from '../../support/two-stations.ts';

it('the token of a question stands in the history of the execution, and in no object', async () => {
  const platform = await twoVersions();
  const execution = await platform.promote('run-2', 2);
  const [, token] = /"taskToken":"([^"]{8,})"/.exec(JSON.stringify(execution.events).replaceAll('\\"', '"')) ?? [];
  expect(execution.output).toMatchObject({ outcome: 'promoted' });
  expect(token).toEqual(expect.any(String));
  const objects = [...platform.state()];
  expect(objects.map(([path]) => path)).toContain(`artifacts/approvals/${TWO_STATIONS.name}/run-2/request.json`);
  const telling = objects.filter(([, body]) => Buffer.from(body).includes(String(token))).map(([path]) => path);
  expect(telling).toEqual([]);
});

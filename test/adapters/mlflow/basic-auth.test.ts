import { afterAll, expect, it } from '@jest/globals';
import type { Credentials } from '../../../adapters/mlflow/credentials.ts';
import { mlflowTracker } from '../../../adapters/mlflow/tracker.ts';
import { startMlflow } from '../../support/mlflow.ts';
import { describeWith } from '../../support/oracles.ts';
import { tracked } from '../tracker-suite.ts';

/** What basic authentication can get wrong: a colon, a space. MLflow's routes of files read no letters beyond ASCII, whoever sends them. */
const PASSWORD = 'geheim: 12 Dinge';
const server = await startMlflow(PASSWORD);
afterAll(() => server?.stop());

const as = (credentials?: Credentials) =>
  mlflowTracker({ baseUrl: server!.baseUrl, ...(credentials && { credentials: async () => credentials }) });

describeWith('python3', server)('an MLflow server that asks who is there', () => {
  it('takes a run, its files and the mark of Production from who says so', async () => {
    const tracker = as({ username: 'admin', password: PASSWORD });
    await tracker.record(tracked('mine'));
    await tracker.markProduction({ dataset: 'mine', runId: 'run-1', version: 7, artifactSha256: 'ab' });
    const url = `${server!.baseUrl}/api/2.0/mlflow/registered-models/alias?name=mine&alias=champion`;
    const authorization = `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`;
    expect(await (await fetch(url, { headers: { authorization } })).json()).toMatchObject({
      model_version: { name: 'mine', version: '1' },
    });
  });

  it.each([
    ['nobody', undefined],
    ['a wrong password', { username: 'admin', password: 'geheim-2' }],
    ['a token that it does not know', { token: 'geheim-2' }],
  ])('refuses %s, for now, and no secret is in what is said of it', async (_, credentials) => {
    const record = as(credentials).record(tracked('theirs'));
    await expect(record).rejects.toMatchObject({
      name: 'TrackingFailed',
      evidence: { hint: /wants other credentials/ },
    });
    await expect(record).rejects.toThrow(/with 401(?!.*geheim)/s);
  });
});

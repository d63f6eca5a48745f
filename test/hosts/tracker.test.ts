import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { accountTracker, folderTracker } from '../../hosts/tracker.ts';
import { readWaiting } from '../../lake/waiting/list.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { tracked } from '../adapters/tracker-suite.ts';

/** What people see in a log or a terminal. */
const written = { stdout: '', stderr: '' };
beforeEach(() => {
  for (const name of ['stdout', 'stderr'] as const) {
    written[name] = '';
    jest.spyOn(process[name], 'write').mockImplementation((text) => ((written[name] += String(text)), true));
  }
});
afterAll(() => void jest.restoreAllMocks());

const LOOPBACK = 'http://127.0.0.1:';
const seen: { readonly path: string; readonly authorization: string | undefined }[] = [];
const STATUS = 500;
const server = createServer(({ url, headers }, response) => {
  seen.push({ path: url ?? '', authorization: headers.authorization });
  response.writeHead(STATUS).end('{"error_code": "INTERNAL_ERROR"}');
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const uri = `${LOOPBACK}${(server.address() as AddressInfo).port}`;
afterAll(() => void server.close());

const version = (tracking?: { uri: string }) => ({ dataset: 'weather', runId: 'run-1', ...(tracking && { tracking }) });

/** What a host asks the server when it is told of a version that was tracked there. */
async function askedBy(host: typeof folderTracker, variables: Record<string, string>) {
  const store = new MemoryStore('artifacts');
  seen.length = 0;
  await (
    await host(variables, store).of(version({ uri }))
  )
    .markProduction({ dataset: 'weather', runId: 'run-1', version: 7, artifactSha256: 'ab' })
    .catch(() => undefined);
  return { asked: seen.map(({ authorization }) => authorization), waits: (await readWaiting(store)).entries.length };
}

const HOSTS = [
  ['a laptop', folderTracker],
  ['an account', accountTracker],
] as const;

describe.each(HOSTS)('the tracker of %s', (_, host) => {
  const trackerWith = (variables: Record<string, string>) => host(variables, new MemoryStore('artifacts'));

  it('keeps runs as files without an address', async () => {
    const store = new MemoryStore('artifacts');
    const tracker = host({ MLFLOW_TRACKING_URI: '' }, store);
    expect(tracker.uri).toBeUndefined();
    await tracker.record(tracked('weather'));
    expect([...store.objects.keys()]).toContain('tracking/weather/run-1/run.json');
  });

  it('knows a server by one spelling of its address', () => {
    expect(trackerWith({ MLFLOW_TRACKING_URI: 'HTTPS://MLflow.acme.internal:443/a/' }).uri).toBe(
      'https://mlflow.acme.internal/a',
    );
  });

  it.each([
    'http://mlflow.acme.internal',
    'http://127.0.0.1.acme.com:5000',
    'http://10.0.0.7:5000',
    'http://localhost.acme.com',
  ])('refuses %s before anything runs, since whoever listens would read', (address) => {
    const make = () => trackerWith({ MLFLOW_TRACKING_URI: address });
    expect(make).toThrow(
      `the variable MLFLOW_TRACKING_URI: a tracking server on another machine is not spoken to by http: whoever listens reads the token, the data and the models; got '${address}'`,
    );
  });

  it.each(['http://127.0.0.1:5000', 'http://localhost:5000', 'http://[::1]:5000', 'https://10.0.0.7'])(
    'takes %s',
    (address) => {
      expect(trackerWith({ MLFLOW_TRACKING_URI: address }).uri).toBe(address);
    },
  );

  it('shows no password of an address that it refuses', () => {
    expect(() => trackerWith({ MLFLOW_TRACKING_URI: 'https://ada:geheim@mlflow' })).toThrow(/^(?!.*geheim)/);
  });

  it('lets a record wait unless it is told to fail', async () => {
    const record = (told: Record<string, string>) =>
      trackerWith({ MLFLOW_TRACKING_URI: uri, ...told }).record(tracked('weather'));
    await record({});
    await record({ TRACKING_WHEN_DOWN: 'wait' });
    const lines = (host === folderTracker ? written.stderr : written.stdout).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(host === folderTracker ? lines[0] : JSON.parse(lines[0]).message).toMatch(
      /^1 record for the tracking server/,
    );
    await expect(record({ TRACKING_WHEN_DOWN: 'fail' })).rejects.toMatchObject({ name: 'TrackingFailed' });
    expect(() => record({ TRACKING_WHEN_DOWN: 'never' })).toThrow(
      "TRACKING_WHEN_DOWN says nothing that is known; got 'never'; allowed: wait, fail",
    );
  });

  it('looks for a version whose record names no server where its run was kept as files, else on its own', async () => {
    const store = new MemoryStore('artifacts');
    const tracker = host({ MLFLOW_TRACKING_URI: uri }, store);
    const own = await tracker.of(version({ uri }));
    expect(await tracker.of(version())).toBe(own);
    await host({}, store).record(tracked('weather'));
    const files = await tracker.of(version());
    expect(files).not.toBe(own);
    await files.markProduction({ dataset: 'weather', runId: 'run-1', version: 7, artifactSha256: 'ab' });
    expect([...store.objects.keys()]).toContain('tracking/weather/production.json');
  });
});

describe('a laptop', () => {
  it('speaks to the server of a record: on this machine, or by https; without its variables, and without credentials', async () => {
    expect(await askedBy(folderTracker, {})).toEqual({ asked: [undefined], waits: 1 });
    const other = { MLFLOW_TRACKING_URI: 'https://mlflow.acme.internal', MLFLOW_TRACKING_TOKEN: 'geheim' };
    expect(await askedBy(folderTracker, other)).toEqual({ asked: [undefined], waits: 1 });
    expect(await askedBy(folderTracker, { ...other, MLFLOW_TRACKING_URI: `${uri}/elsewhere` })).toEqual({
      asked: [undefined],
      waits: 1,
    });
  });

  it('speaks by http to nobody else, whatever a record says: it asks its own instead', async () => {
    const store = new MemoryStore('artifacts');
    const tracker = folderTracker({ MLFLOW_TRACKING_URI: uri }, store);
    const own = await tracker.of(version({ uri }));
    for (const evil of ['http://169.254.169.254/latest', 'http://10.0.0.7:5000', 'file:///etc/passwd', 'nonsense']) {
      expect(await tracker.of(version({ uri: evil }))).toBe(own);
    }
    expect(await tracker.of(version({ uri: 'https://mlflow.acme.internal' }))).not.toBe(own);
  });

  it.each([
    [{ MLFLOW_TRACKING_TOKEN: 'geheim' }, 'Bearer geheim'],
    [{ MLFLOW_TRACKING_USERNAME: 'ada', MLFLOW_TRACKING_PASSWORD: 'geheim' }, 'Basic YWRhOmdlaGVpbQ=='],
    // As MLflow's own clients choose.
    [
      { MLFLOW_TRACKING_TOKEN: 'x', MLFLOW_TRACKING_USERNAME: 'ada', MLFLOW_TRACKING_PASSWORD: 'geheim' },
      'Basic YWRhOmdlaGVpbQ==',
    ],
    [{ MLFLOW_TRACKING_TOKEN: '', MLFLOW_TRACKING_USERNAME: '' }, undefined],
  ])('sends what %j say to its own server', async (variables, header) => {
    const { asked } = await askedBy(folderTracker, { MLFLOW_TRACKING_URI: uri, ...variables });
    expect(asked).toEqual([header]);
  });

  it.each([
    [
      { MLFLOW_TRACKING_USERNAME: 'geheim' },
      'MLFLOW_TRACKING_USERNAME with MLFLOW_TRACKING_PASSWORD holds no credentials',
    ],
    [
      { MLFLOW_TRACKING_PASSWORD: 'geheim' },
      'MLFLOW_TRACKING_USERNAME with MLFLOW_TRACKING_PASSWORD holds no credentials',
    ],
    [{ MLFLOW_TRACKING_USERNAME: 'a:b', MLFLOW_TRACKING_PASSWORD: 'geheim' }, 'a username without a colon'],
    [{ MLFLOW_TRACKING_TOKEN: 'geheim\nx' }, 'MLFLOW_TRACKING_TOKEN holds no credentials'],
  ])('refuses %j before anything runs, and shows none of it', (variables, message) => {
    const make = () => folderTracker({ MLFLOW_TRACKING_URI: uri, ...variables }, new MemoryStore('artifacts'));
    expect(make).toThrow(message);
    expect(make).toThrow(/^(?!.*geheim)/s);
  });
});

describe('an account', () => {
  const ARN = 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:mlflow-AbCd12';
  const told = { MLFLOW_TRACKING_URI: uri, TRACKING_SECRET: ARN };

  it('speaks to the server of its literal alone, whatever a record says', async () => {
    const tracker = accountTracker({ MLFLOW_TRACKING_URI: uri }, new MemoryStore('artifacts'));
    const own = await tracker.of(version({ uri }));
    for (const other of ['https://mlflow.acme.internal', 'http://127.0.0.1:1', 'http://169.254.169.254']) {
      expect(await tracker.of(version({ uri: other }))).toBe(own);
    }
    expect(await askedBy(accountTracker, { MLFLOW_TRACKING_URI: `${uri}/own` })).toMatchObject({ asked: [undefined] });
    expect(seen[0].path).toMatch(/^\/own\//);
    // Files are no server.
    expect(await askedBy(accountTracker, {})).toEqual({ asked: [], waits: 0 });
  });

  it('reads the secret when it tracks, not before, and not for each call', async () => {
    const manager = mockClient(SecretsManagerClient);
    manager
      .on(GetSecretValueCommand, { SecretId: ARN })
      .resolves({ SecretString: '{"username":"ada","password":"geheim","engine":"x"}' });
    const tracker = accountTracker(told, new MemoryStore('artifacts'));
    expect(manager.calls()).toHaveLength(0);
    seen.length = 0;
    for (let i = 0; i < 2; i++) await tracker.record(tracked('weather', { runId: `run-${i}` }));
    expect(new Set(seen.map(({ authorization }) => authorization))).toEqual(new Set(['Basic YWRhOmdlaGVpbQ==']));
    expect(manager.calls()).toHaveLength(1);
  });

  it.each([
    ['geheim', 'the secret of the tracking server holds no JSON'],
    ['{"password":"geheim"}', `the secret ${ARN} holds no credentials`],
    [undefined, 'holds no JSON'],
  ])('lets a record wait where the secret is %j, and shows nothing of it', async (SecretString, message) => {
    mockClient(SecretsManagerClient)
      .on(GetSecretValueCommand)
      .resolves(SecretString === undefined ? {} : { SecretString });
    const store = new MemoryStore('artifacts');
    await accountTracker(told, store).record(tracked('weather'));
    const { entries } = await readWaiting(store);
    expect(entries[0].reason).toContain(message);
    expect(JSON.stringify([entries, written])).not.toContain('geheim');
  });

  it('says what has no right to the secret', async () => {
    mockClient(SecretsManagerClient)
      .on(GetSecretValueCommand)
      .rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    const record = accountTracker({ ...told, TRACKING_WHEN_DOWN: 'fail' }, new MemoryStore('artifacts')).record(
      tracked('weather'),
    );
    await expect(record).rejects.toThrow(
      `cannot be read, which the literal's 'tracking' names; got '${ARN}: AccessDeniedException: no'`,
    );
  });
});

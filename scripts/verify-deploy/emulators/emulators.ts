import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Account } from '../account.ts';
import { freePort } from '../../../test/support/free-port.ts';
import { pythonVenv } from '../../../test/support/python.ts';
import { AwsApi } from '../aws-api/aws-api.ts';
import { CannotBeTried } from '../ledger.ts';
import { PYTHON_PACKAGES } from './packages.ts';
import { PATCHES } from './patches.ts';
import { Server } from './server.ts';

/** One account in one region, emulated on loopback, with TLS, signatures checked and IAM enforced. */
export interface Emulators extends Account {
  /** MiniStack: everything but SageMaker. */
  readonly endpoint: string;
  /** moto: SageMaker's API. */
  readonly sagemakerEndpoint: string;
  /** For the CDK command line, the project's commands and any SDK: endpoints, the root's credentials, the certificate. */
  readonly env: NodeJS.ProcessEnv;
  /** The services' own API, as the root. */
  readonly api: AwsApi;
  /** The interpreter that has the packages of packages.ts. */
  readonly python: string;
  /** For files of this run; goes with the emulators, their logs too. */
  readonly folder: string;
  /** The last lines that both have said: what a failure's message ends with. */
  lastLines(): string;
  stop(): Promise<void>;
}

export interface EmulatorsProps extends Account {
  /** Of `emulatorPython`. */
  readonly python: string;
}

/**
 * The interpreter of the environment with both emulators, which is installed once.
 *
 * @throws CannotBeTried where there is no python3 with venv, or no PyPI; with REQUIRE_ORACLES=1 an Error that says why
 */
export async function emulatorPython(): Promise<string> {
  const python = await pythonVenv('deploy', PYTHON_PACKAGES);
  if (python !== undefined) return python;
  throw new CannotBeTried(
    'no python3 with venv on this machine, or no PyPI in reach; with REQUIRE_ORACLES=1 a failure',
  );
}

/** @throws Error with their last words, where one does not start */
export async function startEmulators(props: EmulatorsProps): Promise<Emulators> {
  const folder = await mkdtemp(join(tmpdir(), 'verify-deploy-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeFolder);
  const forget = (): void => {
    process.removeListener('exit', removeFolder);
    removeFolder();
  };
  try {
    return await startedIn(folder, props, forget);
  } catch (error) {
    forget();
    throw error;
  }
}

async function startedIn(folder: string, props: EmulatorsProps, forget: () => void): Promise<Emulators> {
  const { python, account, region } = props;
  const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  await promisify(execFile)(python, [here('certificate.py'), tls.cert, tls.key]);
  const moto = await startMoto(python, folder);
  const port = await freePort();
  const endpoint = `https://127.0.0.1:${port}`;
  // CDK remembers whose account a key is: not in the home of whoever runs this.
  const env = {
    ...clientEnv(endpoint, moto.endpoint, tls.cert),
    CDK_HOME: folder,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
  const ministack = await Server.start({
    name: 'MiniStack',
    command: [python, here('launch.py'), 'ministack.app'],
    env: { ...env, ...ministackEnv(props, { port, folder, tls }) },
    logFile: join(folder, 'ministack.log'),
    isReady: () => answers(`${endpoint}/_ministack/health`),
  }).catch(async (error: unknown) => {
    await moto.server.stop();
    throw error;
  });
  const api = new AwsApi({ python, env });
  return {
    ...{ account, region, endpoint, sagemakerEndpoint: moto.endpoint, env, api, python, folder },
    lastLines: () => `MiniStack:\n${ministack.lastLines()}\nmoto:\n${moto.server.lastLines()}`,
    async stop() {
      api.close();
      await Promise.all([ministack.stop(), moto.server.stop()]);
      forget();
    },
  };
}

async function startMoto(python: string, folder: string) {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = await Server.start({
    name: 'moto',
    command: [python, here('launch.py'), 'moto.server', '-H', '127.0.0.1', '-p', String(port)],
    env: { ...process.env, EMULATOR_PATCHES: patchesOf('moto') },
    logFile: join(folder, 'moto.log'),
    isReady: () =>
      fetch(`${endpoint}/moto-api/data.json`).then(
        ({ ok }) => ok,
        () => false,
      ),
  });
  return { endpoint, server };
}

function clientEnv(endpoint: string, sagemakerEndpoint: string, certificate: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_SAGEMAKER: sagemakerEndpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_CA_BUNDLE: certificate,
    NODE_EXTRA_CA_CERTS: certificate,
    SSL_CERT_FILE: certificate,
    REQUESTS_CA_BUNDLE: certificate,
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
    CI: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_NOTICES: 'false',
  };
}

interface Place {
  readonly port: number;
  readonly folder: string;
  readonly tls: { readonly cert: string; readonly key: string };
}

function ministackEnv({ account, region }: EmulatorsProps, { port, folder, tls }: Place): NodeJS.ProcessEnv {
  return {
    EMULATOR_PATCHES: patchesOf('ministack'),
    MINISTACK_ACCOUNT_ID: account,
    MINISTACK_REGION: region,
    MINISTACK_HOST: '127.0.0.1',
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    AUTH: 'true',
    USE_SSL: '1',
    MINISTACK_SSL_CERT: tls.cert,
    MINISTACK_SSL_KEY: tls.key,
    LAMBDA_EXECUTOR: 'local',
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    // Functions run as processes of the `node` on the PATH, in folders below TMPDIR.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    TMPDIR: folder,
    PYTHONUNBUFFERED: '1',
  };
}

function patchesOf(emulator: 'ministack' | 'moto'): string {
  return JSON.stringify(PATCHES.filter(({ module }) => module.startsWith(`${emulator}.`)));
}

/** Whether anything answers: its certificate is no matter here. */
function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}

function here(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

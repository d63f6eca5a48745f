import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { pythonVenv } from './python.ts';

export const MLFLOW = ['mlflow[auth]==3.17.0'];

/** It tells nobody of itself, and starts no processes for jobs that nobody asks for: ten of them take most of what a start takes. */
const QUIET = { MLFLOW_DISABLE_TELEMETRY: 'true', MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' };

export interface MlflowProcess {
  readonly baseUrl: string;
  /** With mlflow installed. */
  readonly python: string;
  /** Its own, which goes with it. */
  readonly folder: string;
  stop(): Promise<void>;
}

/**
 * A real MLflow server in a folder of its own; undefined where the machine has no python3.
 *
 * @param password of the user 'admin': then nobody else is let in
 */
export async function startMlflow(password?: string): Promise<MlflowProcess | undefined> {
  const python = await pythonVenv('mlflow', MLFLOW);
  if (python === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'mlflow-'));
  const port = await freePort();
  const store = ['--backend-store-uri', 'sqlite:///mlflow.db', '--artifacts-destination', './mlartifacts'];
  const access = password === undefined ? [] : ['--app-name', 'basic-auth'];
  const server = spawn(
    python,
    ['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port), ...store, ...access, '--workers', '1'],
    {
      cwd: folder,
      env: { ...process.env, ...accessVariables(password), TMPDIR: folder, ...QUIET },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    },
  );
  let log = '';
  server.stderr.on('data', (chunk) => (log += chunk));
  const exited = once(server, 'exit');
  // It starts workers of its own: the whole group has to go.
  const kill = () => server.exitCode === null && process.kill(-server.pid!, 'SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    kill();
    await exited;
    process.removeListener('exit', kill);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const baseUrl = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await isHealthy(baseUrl)); tries++) {
    if (tries === 1200 || server.exitCode !== null) {
      await stop();
      throw new Error(`the MLflow server does not start:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { baseUrl, python, folder, stop };
}

function accessVariables(password: string | undefined): Record<string, string> {
  return password === undefined
    ? {}
    : { MLFLOW_AUTH_ADMIN_PASSWORD: password, MLFLOW_FLASK_SERVER_SECRET_KEY: 'of this test alone' };
}

async function isHealthy(baseUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${baseUrl}/health`)).ok;
  } catch {
    return false;
  }
}

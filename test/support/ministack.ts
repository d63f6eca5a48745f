import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { pythonVenv } from './python.ts';

export interface MiniStack {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** An emulator of AWS on a free port of this machine, which has KMS with real keys; undefined where there is no python3. */
export async function startMiniStack(): Promise<MiniStack | undefined> {
  const python = await pythonVenv('ministack', ['ministack==1.5.33', 'boto3==1.43.106', 'cryptography==50.0.2']);
  if (python === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'ministack-'));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(python, ['-m', 'ministack.app'], {
    cwd: folder,
    env: {
      ...process.env,
      ...{ BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port), TMPDIR: folder },
      ...{ LAMBDA_EXECUTOR: 'local', IOT_MTLS_ENABLED: '0', SFTP_ENABLED: '0' },
    },
    stdio: 'ignore',
    detached: true,
  });
  const exited = once(server, 'exit');
  // It does not end by itself within a minute, and may have started processes of its own.
  const kill = () => server.exitCode === null && process.kill(-server.pid!, 'SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    kill();
    await exited;
    process.removeListener('exit', kill);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  for (let tries = 0; !(await answers(`${endpoint}/_ministack/health`)); tries += 1) {
    if (tries === 1200 || server.exitCode !== null) {
      await stop();
      throw new Error(`MiniStack does not answer at ${endpoint}`);
    }
    await sleep(100);
  }
  return { endpoint, stop };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

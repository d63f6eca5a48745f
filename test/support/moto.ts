import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { pythonVenv } from './python.ts';

export interface Moto {
  readonly endpoint: string;
  /** Forgets everything. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** moto's server on a free port of this machine; undefined where there is no python3. */
export async function startMoto(): Promise<Moto | undefined> {
  const python = await pythonVenv('moto', ['moto[server]==5.2.5']);
  if (python === undefined) return undefined;
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const exited = once(server, 'exit');
  const kill = () => void server.kill();
  process.once('exit', kill);
  const stop = async () => {
    kill();
    await exited;
    process.removeListener('exit', kill);
  };
  for (let tries = 0; !(await answers(`${endpoint}/moto-api/data.json`)); tries += 1) {
    if (tries === 1200 || server.exitCode !== null) {
      await stop();
      throw new Error(`moto does not answer at ${endpoint}`);
    }
    await sleep(100);
  }
  return {
    endpoint,
    async reset() {
      await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
    },
    stop,
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

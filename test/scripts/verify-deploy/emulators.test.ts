import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { PATCHES } from '../../../scripts/verify-deploy/emulators/patches.ts';
import { Server } from '../../../scripts/verify-deploy/emulators/server.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missing } from '../../support/missing.ts';
import { itWith } from '../../support/oracles.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('the patches', () => {
  it('have a name of their own, a reason, and change something', () => {
    expect(new Set(PATCHES.map(({ name }) => name)).size).toBe(PATCHES.length);
    for (const { reason, from, to } of PATCHES) {
      expect(reason.length).toBeGreaterThan(20);
      expect(to).not.toBe(from);
    }
  });
});

const python = findPython();

describe('the launcher', () => {
  const launch = async (patches: readonly object[]) => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, 'emulator.py'), 'import sys\n\ndef main():\n    print("unpatched", sys.argv[1:])\n');
    return execFileSync(python ?? '', ['scripts/verify-deploy/emulators/launch.py', 'emulator', '--port', '1'], {
      env: { ...process.env, PYTHONPATH: folder, EMULATOR_PATCHES: JSON.stringify(patches) },
      encoding: 'utf8',
      stdio: 'pipe',
    });
  };
  const patch = { name: 'greets', reason: 'for this test', module: 'emulator', from: '"unpatched"', to: '"patched"' };

  itWith('python3', python)('runs a module with its text changed', async () => {
    expect(await launch([patch])).toBe("patched ['--port', '1']\n");
  });

  itWith('python3', python)('refuses to run where the text is not there', async () => {
    await expect(launch([{ ...patch, from: '"never"' }])).rejects.toThrow(
      "patch 'greets': its text stands 0 times in emulator, not once; another version of the emulator?",
    );
  });

  itWith('python3', python)('refuses to run where the text stands twice', async () => {
    await expect(launch([{ ...patch, from: 'n' }])).rejects.toThrow(/stands \d+ times in emulator, not once/);
  });
});

describe('a server', () => {
  const props = async () => ({ name: 'it', env: process.env, logFile: join(await temporaryFolder(), 'server.log') });

  it('that ends at once fails with its last words', async () => {
    const command = [process.execPath, '-e', "console.error('no such port'); process.exit(1)"] as const;
    await expect(Server.start({ ...(await props()), command, isReady: async () => false })).rejects.toThrow(
      'it does not start:\nno such port',
    );
  });

  it('whose program is missing fails with that', async () => {
    const command = ['no-such-program'] as const;
    await expect(Server.start({ ...(await props()), command, isReady: async () => false })).rejects.toThrow(
      'it does not start:\nError: spawn no-such-program ENOENT',
    );
  });

  it('is stopped with what it started', async () => {
    const script =
      "const child = require('child_process').spawn('sleep', ['600']); console.log(child.pid); setInterval(() => {}, 1000)";
    const command = [process.execPath, '-e', script] as const;
    const server: { made?: Server } = {};
    const lines = () => server.made?.lastLines() ?? '';
    let tries = 0;
    server.made = await Server.start({ ...(await props()), command, isReady: async () => (tries += 1) > 1 });
    while (lines() === '') await new Promise((resolve) => setTimeout(resolve, 20));
    const child = Number(lines());
    expect(() => process.kill(child, 0)).not.toThrow();
    await server.made.stop();
    const until = Date.now() + 60_000;
    while (isAlive(child) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isAlive(child)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function findPython(): string | undefined {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return 'python3';
  } catch (cause) {
    return missing('python3', cause);
  }
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildPlan, readBuildSpec } from '../../../local/delivery/build-spec.ts';
import { runBuild } from '../../../local/delivery/run-build.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-build-'));
  await writeFile(join(folder, 'given.env'), "export PAGE='https://example.com/a?b=c d'\n");
});
afterAll(() => rm(folder, { recursive: true }));

function plan(phases: Readonly<Record<string, readonly string[]>>, exported: readonly string[] = []): BuildPlan {
  const named = Object.entries(phases).map(([phase, commands]) => [phase, { commands }]);
  const spec = { version: '0.2', env: { 'exported-variables': exported }, phases: Object.fromEntries(named) };
  return readBuildSpec(JSON.stringify(spec), 'p');
}

async function played(build: BuildPlan, env: NodeJS.ProcessEnv = {}) {
  const ran: string[] = [];
  const logFile = join(folder, 'log');
  const result = await runBuild({
    build,
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    logFile,
    onCommand: ({ command }) => ran.push(command),
    onOutput: () => undefined,
    onEnd: () => undefined,
  }).then(
    (exported) => ({ exported }),
    (error: unknown) => ({ failed: String(error) }),
  );
  return { ran, ...result };
}

describe('runBuild', () => {
  it('runs all commands in one shell, and gives back what it exports', async () => {
    const build = plan({ install: ['HERE=1'], build: ['. ./given.env', 'COUNT=$((HERE + MORE))'] }, ['PAGE', 'COUNT']);
    expect(await played(build, { MORE: '2' })).toEqual({
      ran: ['HERE=1', '. ./given.env', 'COUNT=$((HERE + MORE))'],
      exported: { PAGE: 'https://example.com/a?b=c d', COUNT: '3' },
    });
  });

  it('ends at the first command that fails, with its last lines', async () => {
    const build = plan({ build: ['echo first', "echo 'it is broken' >&2; false", 'echo never'] });
    expect(await played(build)).toEqual({
      ran: ['echo first', "echo 'it is broken' >&2; false"],
      failed: `BuildFailed: 'echo 'it is broken' >&2; false' failed with exit code 1; its last lines:\nit is broken`,
    });
  });

  it('runs post_build after a build that failed, and not after an installation that did', async () => {
    const { ran: afterBuild } = await played(plan({ build: ['false'], post_build: ['echo after'] }));
    expect(afterBuild).toEqual(['false', 'echo after']);
    const { ran: afterInstall } = await played(
      plan({ install: ['false'], build: ['true'], post_build: ['echo after'] }),
    );
    expect(afterInstall).toEqual(['false']);
  });

  it.each([
    ['exit 3', "BuildFailed: 'exit 3' failed with exit code 3"],
    ['. ./absent.env', "BuildFailed: '. ./absent.env' failed with exit code"],
    ["echo 'open", "BuildFailed: 'echo 'open' failed with exit code"],
  ])('knows which command ended the shell: %s', async (command, expected) => {
    const { failed } = { failed: '', ...(await played(plan({ build: [command, 'echo never'] }))) };
    expect(failed).toMatch(expected);
  });

  it('fails where a variable that it exports was never set', async () => {
    expect(await played(plan({ build: ['true'] }, ['PAGE']))).toEqual({
      ran: ['true'],
      failed: 'BuildFailed: no command has set PAGE, which the buildspec exports',
    });
  });

  it('keeps everything that was said', async () => {
    await rm(join(folder, 'log'), { force: true });
    await played(plan({ build: ['echo one', 'echo two'] }));
    expect(await readFile(join(folder, 'log'), 'utf8')).toBe('one\ntwo\n');
  });
});

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const TIME_LIMIT_MS = 60_000;
let root = '';

/** A checkout of one small command, with the real launcher. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'launcher-'));
  await mkdir(join(root, 'node_modules'));
  await symlink(join(REPOSITORY, 'node_modules/esbuild'), join(root, 'node_modules/esbuild'));
  await cp(join(REPOSITORY, 'scripts'), join(root, 'scripts'), { recursive: true });
  await put('package.json', '{"type":"module"}');
  await put('package-lock.json', '{}');
  await put('tsconfig.json', '{}');
  await put('node_modules/.installed-from', createHash('sha256').update('{}').digest('hex'));
  await put(
    'cli/hello/main.ts',
    `import { greet } from '../../core/greet.ts';\nconsole.log(await greet(process.argv[2]));`,
  );
  await put('core/greet.ts', GREET);
  await put('core/words/word.txt', 'Good day');
  await put('core/words/word.ts', WORD);
});
afterEach(() => rm(root, { recursive: true }));

const GREET = `export async function greet(name: string) {
  const { word } = await import('./words/word.ts');
  if (name === 'nobody') throw new Error('greets nobody');
  return \`\${word()}, \${name}!\`;
}`;

const WORD = `import { readFileSync } from 'node:fs';
export const word = () => readFileSync(new URL('./word.txt', import.meta.url), 'utf8');`;

async function put(path: string, text: string): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
}

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function launch(...args: readonly string[]): Promise<Result> {
  return new Promise((resolve) => {
    const options = { cwd: tmpdir(), env: { ...process.env, NODE_OPTIONS: '' } };
    const child = execFile(process.execPath, [join(root, 'scripts/cli.mjs'), ...args], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const cache = () => join(root, '.cache/cli');
const bundles = async () => (await readdir(cache())).filter((name) => !name.startsWith('index.json')).sort();

describe('the launcher of the command line', () => {
  it(
    'runs a command with its arguments, whose files find what lies beside them',
    async () => {
      expect(await launch('hello', 'Ada')).toEqual({ code: 0, stdout: 'Good day, Ada!\n', stderr: '' });
    },
    TIME_LIMIT_MS,
  );

  it(
    'keeps the bundle while no content changes, whatever the dates say',
    async () => {
      await launch('hello', 'Ada');
      await utimes(join(root, 'core/greet.ts'), new Date(), new Date());
      // Without a bundler, nothing can be made anew.
      await rm(join(root, 'node_modules/esbuild'));
      expect((await launch('hello', 'Grace')).stdout).toBe('Good day, Grace!\n');
    },
    TIME_LIMIT_MS,
  );

  it(
    'makes another when a file changes, though its size and date stay',
    async () => {
      await launch('hello', 'Ada');
      const { atime, mtime } = await stat(join(root, 'core/greet.ts'));
      await put('core/greet.ts', GREET.replace('!', '?'));
      await utimes(join(root, 'core/greet.ts'), atime, mtime);
      expect((await launch('hello', 'Ada')).stdout).toBe('Good day, Ada?\n');
      await put('core/greet.ts', GREET);
      expect((await launch('hello', 'Ada')).stdout).toBe('Good day, Ada!\n');
    },
    TIME_LIMIT_MS,
  );

  it(
    'knows a command that was just added, and says which ones there are',
    async () => {
      await launch('hello', 'Ada');
      await put('cli/bye/main.ts', `console.log('bye');`);
      expect((await launch('bye')).stdout).toBe('bye\n');
      expect(await launch('by')).toMatchObject({ code: 2, stderr: "'by' is no command; allowed: bye, hello\n" });
    },
    TIME_LIMIT_MS,
  );

  it(
    'shows where in the sources an error was thrown',
    async () => {
      const { code, stderr } = await launch('hello', 'nobody');
      expect(code).toBe(1);
      expect(stderr).toMatch(/greets nobody\n\s+at .*core\/greet\.ts:3:\d+/);
    },
    TIME_LIMIT_MS,
  );

  it(
    'says what a literal is refused for in one line',
    async () => {
      await put(
        'core/greet.ts',
        "class Refused extends Error { name = 'DatasetInvalid' }\nthrow new Refused('owner: more than blanks');\nexport const greet = async (name: string) => name;",
      );
      expect(await launch('hello')).toEqual({
        code: 1,
        stdout: '',
        stderr: 'DatasetInvalid: owner: more than blanks\n',
      });
    },
    TIME_LIMIT_MS,
  );

  it(
    'may be started several times at once',
    async () => {
      const results = await Promise.all(['Ada', 'Grace', 'Mary', 'Jean'].map((name) => launch('hello', name)));
      expect(results.map(({ stdout }) => stdout)).toEqual([
        'Good day, Ada!\n',
        'Good day, Grace!\n',
        'Good day, Mary!\n',
        'Good day, Jean!\n',
      ]);
      expect(await bundles()).toHaveLength(1);
    },
    TIME_LIMIT_MS,
  );

  it(
    'does not keep a bundle of files that changed while it was made',
    async () => {
      let running = true;
      const writer = (async () => {
        while (running) {
          await utimes(join(root, 'core/greet.ts'), new Date(), new Date());
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      })();
      const { code } = await launch('hello', 'Ada');
      running = false;
      await writer;
      expect(code).toBe(0);
      expect(await readdir(cache())).not.toContain('index.json');
    },
    TIME_LIMIT_MS,
  );

  it(
    'removes bundles that no command has used for a day',
    async () => {
      const dayAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
      for (const name of ['old', 'young']) await mkdir(join(cache(), name), { recursive: true });
      await utimes(join(cache(), 'old'), dayAgo, dayAgo);
      await launch('hello', 'Ada');
      const found = await bundles();
      expect(found).toHaveLength(2);
      expect(found).toContain('young');
      // The bundle in use is never old: each use dates it anew.
      const [used] = found.filter((name) => name !== 'young');
      await utimes(join(cache(), used), dayAgo, dayAgo);
      await launch('hello', 'Ada');
      expect((await stat(join(cache(), used))).mtimeMs).toBeGreaterThan(dayAgo.getTime() + 1000);
    },
    TIME_LIMIT_MS,
  );
});

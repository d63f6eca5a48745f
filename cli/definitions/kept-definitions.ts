import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { LocalDefinitions } from '../../local/platform/template.ts';

/**
 * Files and folders of the repository that the definitions are made of, those behind the hash of the container image included. A test
 * holds them against the imports.
 */
export const SHAPING: readonly string[] = [
  'adapters',
  'containers',
  'core',
  'datasets',
  'environments',
  'hosts',
  'lake',
  'lambdas/shell.ts',
  'lambdas/port-access.ts',
  'lambdas/step-row.ts',
  'lambdas/jobs.ts',
  'lambdas/steps.ts',
  'lib',
  'local/platform/template.ts',
  'scripts/bundling.mjs',
  'tables',
  '.npmrc',
  'cdk.context.json',
  'cdk.json',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
];

/** Context from outside: https://docs.aws.amazon.com/cdk/v2/guide/context.html */
const CONTEXT_VARIABLE = 'CDK_CONTEXT_JSON';

/** A file system's clock ticks this coarsely: what was written a moment after an instant may be dated before it. */
const CLOCK_TICK_MS = 20;

export interface Synthesis {
  readonly root: string;
  /** When the code that synthesizes was loaded: what changed after that, it does not know. */
  readonly loadedAtMs: number;
  readonly synthesize: () => Promise<LocalDefinitions>;
}

/** Synthesizes an environment only when something that shapes it has changed since its definitions were kept below `.cache`. */
export async function keptDefinitions(environment: string, synthesis: Synthesis): Promise<LocalDefinitions> {
  const { root, loadedAtMs, synthesize } = synthesis;
  const paths = SHAPING.flatMap((path) => filesAt(root, path)).sort();
  const folder = join(root, '.cache', 'definitions');
  const file = join(folder, `${environment}-${keyOf(root, paths)}.json`);
  const kept = read(file);
  if (kept !== undefined) return kept;
  const definitions = await synthesize();
  const isSettled = paths.every((path) => statSync(join(root, path)).ctimeMs < loadedAtMs - CLOCK_TICK_MS);
  if (isSettled) replace(file, { folder, environment, definitions });
  return definitions;
}

function filesAt(root: string, path: string): readonly string[] {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  const entries = readdirSync(join(root, path), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function keyOf(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256').update(process.env[CONTEXT_VARIABLE] ?? '');
  for (const path of paths) hash.update(`\n${path}\n`).update(readFileSync(join(root, path)));
  return hash.digest('hex').slice(0, 16);
}

function read(file: string): LocalDefinitions | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LocalDefinitions;
  } catch {
    return undefined;
  }
}

/** Two may keep the same at once: each writes a draft of its own. What it replaces is of no use any more. */
function replace(
  file: string,
  { folder, environment, definitions }: { folder: string; environment: string; definitions: LocalDefinitions },
): void {
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(definitions));
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${environment}-`) && name.endsWith('.json')) rmSync(join(folder, name), { force: true });
  }
  renameSync(draft, file);
}

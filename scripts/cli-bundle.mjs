// The command line as one bundle, made again when one of the files that went into it has changed. Plain JavaScript: it runs before
// TypeScript can.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, join } from 'node:path';
import { programOptions } from './bundling.mjs';

const INDEX = 'index.json';
/** What decides how the bundle is made, beside what goes into it. */
const ALSO_INPUTS = [
  'scripts/cli-bundle.mjs',
  'scripts/bundling.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** Loaded by the few commands that need them: large, or no single modules. */
const EXTERNAL = [
  '@aws-cdk/cloudformation-diff',
  '@aws-sdk/*',
  'aws-cdk-lib',
  'constructs',
  'date-holidays',
  'esbuild',
  'prettier',
  'vega-datasets',
];

/** A file system's clock ticks this coarsely: what was written a moment after an instant may be dated before it. */
const CLOCK_TICK_MS = 20;

/** A process that still runs may yet load a part of its bundle. */
const KEEP_UNUSED_MS = 24 * 60 * 60 * 1000;

/** The commands: every folder of cli/ that holds a main.ts. */
export function commandsIn(root) {
  return fs.readdirSync(join(root, 'cli')).filter((name) => fs.existsSync(join(root, 'cli', name, 'main.ts')));
}

/**
 * The folder of the bundle, which holds `<command>.mjs` for each command. Looking whether it is still the sources' takes some
 * milliseconds. Several processes may do so at once.
 */
export async function currentBundle(root) {
  const cache = join(root, '.cache', 'cli');
  const commands = commandsIn(root);
  const last = readIndex(cache);
  if (last !== undefined && String(last.commands) === String(commands) && isCurrent(root, cache, last)) {
    return join(cache, last.folder);
  }
  return build(root, cache, commands);
}

async function build(root, cache, commands) {
  const { build: bundle } = await import('esbuild');
  fs.mkdirSync(cache, { recursive: true });
  const startedAtMs = Date.now();
  const draft = fs.mkdtempSync(join(cache, 'draft-'));
  const { metafile } = await bundle({
    ...programOptions(root, draft),
    entryPoints: commands.map((name) => ({ in: `cli/${name}/main.ts`, out: name })),
    splitting: true,
    sourcemap: true,
    sourcesContent: false,
    external: EXTERNAL,
    metafile: true,
  });
  const paths = [...Object.keys(metafile.inputs), ...ALSO_INPUTS].filter((path) => fs.existsSync(join(root, path)));
  const files = Object.fromEntries(paths.sort().map((path) => [path, stampOf(root, path)]));
  removeUnused(cache, draft);
  // What changed under the builder's hands has a content that nobody knows: such a bundle serves this once.
  if (Object.values(files).some(({ changedAtMs }) => changedAtMs >= startedAtMs - CLOCK_TICK_MS)) return draft;
  const folder = sha256(JSON.stringify(Object.entries(files).map(([path, { hash }]) => [path, hash]))).slice(0, 16);
  try {
    fs.renameSync(draft, join(cache, folder));
  } catch {
    // Another process was first, or the sources are what they once were: the name says what is in it.
    fs.rmSync(draft, { recursive: true });
  }
  writeIndex(cache, { folder, commands, files });
  return join(cache, folder);
}

/** A file whose size and times are as they were is as it was; another one is as it was when its content is. */
function isCurrent(root, cache, { folder, commands, files }) {
  let touched = false;
  for (const [path, stamp] of Object.entries(files)) {
    const stat = fs.statSync(join(root, path), { throwIfNoEntry: false });
    if (stat === undefined) return false;
    if (stat.size === stamp.size && stat.ctimeMs === stamp.changedAtMs) continue;
    const now = stampOf(root, path);
    if (now.hash !== stamp.hash) return false;
    files[path] = now;
    touched = true;
  }
  if (touched) writeIndex(cache, { folder, commands, files });
  return true;
}

/** The time of a change cannot be set, as that of a modification can. */
function stampOf(root, path) {
  const { size, ctimeMs } = fs.statSync(join(root, path));
  return { size, changedAtMs: ctimeMs, hash: sha256(fs.readFileSync(join(root, path))) };
}

function readIndex(cache) {
  try {
    const index = JSON.parse(fs.readFileSync(join(cache, INDEX), 'utf8'));
    const now = new Date();
    fs.utimesSync(join(cache, index.folder), now, now);
    return index;
  } catch {
    return undefined;
  }
}

function writeIndex(cache, index) {
  const draft = join(cache, `${INDEX}.${process.pid}`);
  fs.writeFileSync(draft, JSON.stringify(index));
  fs.renameSync(draft, join(cache, INDEX));
}

/** Removes what no command has used for a day. */
function removeUnused(cache, draft) {
  for (const { name } of fs.readdirSync(cache, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const stat = fs.statSync(join(cache, name), { throwIfNoEntry: false });
    const isUnused = stat !== undefined && stat.mtimeMs < Date.now() - KEEP_UNUSED_MS;
    if (isUnused && name !== basename(draft)) fs.rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
}

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { bundleInto, REPOSITORY } from './bundling.ts';

const INDEX = 'index.json';
/** What decides how the bundle is made, beside what goes into it. */
const ALSO_INPUTS = ['containers/forecaster/bundling.ts', 'scripts/bundling.mjs', 'package-lock.json'];

/** What the last bundle was made of: file below the repository -> sha256 of its content. */
type Inputs = Readonly<Record<string, string>>;

interface BuildIndex {
  readonly folder: string;
  readonly inputs: Inputs;
}

/**
 * The laptop's bundle of the entry points, the same that the image holds. Made again only when one of the files that went into it has
 * changed.
 *
 * @returns the bundle's folder inside the cache
 */
export async function bundleForecaster(cache = join(REPOSITORY, '.cache/forecaster')): Promise<string> {
  const last = readIndex(cache);
  if (last !== undefined && isCurrent(last)) return join(cache, last.folder);
  mkdirSync(cache, { recursive: true });
  // Two may bundle at once: each into a draft of its own, and the name says what is in it.
  const draft = mkdtempSync(join(cache, 'draft-'));
  const bundled = await bundleInto(draft);
  const inputs = hashes([...Object.keys(bundled.inputs), ...ALSO_INPUTS].sort());
  const folder = sha256(JSON.stringify(inputs)).slice(0, 16);
  try {
    renameSync(draft, join(cache, folder));
  } catch {
    // Another process was first, or the sources are what they once were: the name says what is in it.
    rmSync(draft, { recursive: true });
  }
  writeFileSync(`${draft}.json`, JSON.stringify({ folder, inputs } satisfies BuildIndex));
  renameSync(`${draft}.json`, join(cache, INDEX));
  return join(cache, folder);
}

/** What the bundle in a folder is called in records, as an image would be: by the bytes that run. */
export function bundleName(folder: string): string {
  const files = readdirSync(folder)
    .sort()
    .map((file) => [file, sha256(readFileSync(join(folder, file)))]);
  return `forecaster-bundle@sha256:${sha256(JSON.stringify(files))}`;
}

function readIndex(cache: string): BuildIndex | undefined {
  try {
    const index = JSON.parse(readFileSync(join(cache, INDEX), 'utf8')) as BuildIndex;
    return existsSync(join(cache, index.folder)) ? index : undefined;
  } catch {
    return undefined;
  }
}

function isCurrent({ inputs }: BuildIndex): boolean {
  try {
    return JSON.stringify(hashes(Object.keys(inputs))) === JSON.stringify(inputs);
  } catch {
    return false;
  }
}

function hashes(files: readonly string[]): Inputs {
  return Object.fromEntries(files.map((file) => [file, sha256(readFileSync(join(REPOSITORY, file)))]));
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

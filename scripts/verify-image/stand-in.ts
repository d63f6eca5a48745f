import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf } from '../run-program.ts';
import type { Buildah, ImageFacts } from './buildah.ts';

/** What node:24-slim is made of, but for the patch releases: its own are known to nobody who cannot reach a registry of images. */
const DEBIAN = 'bookworm';
export const NODE_VERSION = '24.21.0';
const NPM_VERSION = '11.6.2';

/** Part of what the stand-in is named by: another way to make it gives another one. */
const RECIPE = 1;

const LIMIT_SECONDS = 1200;
const CA_FILE = 'etc/ssl/certs/ca-certificates.crt';

export interface StandIn extends ImageFacts {
  /** Without a tag, as a digest follows. */
  readonly name: string;
  readonly tag: string;
  readonly isNew: boolean;
}

/**
 * An image in the place of node:24-slim, which no machine without a registry of images has: Debian from its own archive, Node and npm
 * from npm's. Kept, and made again when something that it is made of has changed.
 */
export async function standIn(buildah: Buildah, fresh: boolean): Promise<StandIn> {
  const npmrc = await npmSettings();
  const content = [
    RECIPE,
    DEBIAN,
    NODE_VERSION,
    NPM_VERSION,
    process.arch,
    npmrc.text,
    npmrc.authorities?.toString('base64'),
  ];
  const key = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
  const [name, tag] = ['localhost/forecaster-stand-in', key];
  const kept = fresh ? undefined : await buildah.inspect(`${name}:${tag}`);
  if (kept !== undefined) return { ...kept, name, tag, isNew: false };

  await buildah.empty();
  const container = await buildah.container('scratch');
  const root = await buildah.files(container);
  await outputOf(['debootstrap', '--variant=minbase', DEBIAN, root], { limitSeconds: LIMIT_SECONDS, isTold: true });
  await addNode(root);
  await addNpmSettings(root, npmrc);
  for (const rest of ['var/cache/apt/archives', 'var/lib/apt/lists']) await empty(join(root, rest));
  await buildah.commit(container, `${name}:${tag}`);
  const made = await buildah.inspect(`${name}:${tag}`);
  if (made === undefined) throw new Error(`buildah does not know ${name}:${tag}, which it has just made`);
  return { ...made, name, tag, isNew: true };
}

/** Node where the official image has it: npm finds its own settings by the place of the program. */
async function addNode(root: string): Promise<void> {
  const [prefix, platform] = [join(root, 'usr/local'), `node-linux-${process.arch}`];
  const packages = [`${platform}@${NODE_VERSION}`, `npm@${NPM_VERSION}`];
  await outputOf(['npm', 'install', '--global', '--prefix', prefix, ...packages], {
    limitSeconds: LIMIT_SECONDS,
    isTold: true,
  });
  await rm(join(prefix, 'bin/node'));
  await rename(join(prefix, 'lib/node_modules', platform, 'bin/node'), join(prefix, 'bin/node'));
  await rm(join(prefix, 'lib/node_modules', platform), { recursive: true });
}

interface NpmSettings {
  readonly text: string;
  readonly authorities: Buffer | undefined;
}

/** How this machine reaches npm's registry, without the words that it identifies itself by. */
async function npmSettings(): Promise<NpmSettings> {
  const [registry, own] = await Promise.all(['registry', 'cafile'].map(npmSetting));
  const file = own ?? process.env.NODE_EXTRA_CA_CERTS;
  const lines = [`registry=${registry}`, ...(file === undefined ? [] : [`cafile=/${CA_FILE}`])];
  return { text: `${lines.join('\n')}\n`, authorities: file === undefined ? undefined : await readFile(file) };
}

async function npmSetting(name: string): Promise<string | undefined> {
  const value = await outputOf(['npm', 'config', 'get', name], { limitSeconds: 120 });
  return ['', 'null', 'undefined'].includes(value) ? undefined : value;
}

async function addNpmSettings(root: string, { text, authorities }: NpmSettings): Promise<void> {
  await mkdir(join(root, 'usr/local/etc'), { recursive: true });
  await writeFile(join(root, 'usr/local/etc/npmrc'), text);
  if (authorities === undefined) return;
  await mkdir(join(root, CA_FILE, '..'), { recursive: true });
  await writeFile(join(root, CA_FILE), authorities);
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
}

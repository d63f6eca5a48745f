import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Assembly, type Build, RELEASE_FORMAT } from '../../core/contracts/delivery.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { assemblyStack, MANIFEST_FILE } from '../../core/delivery/assembly.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import type { View } from '../view.ts';
import { requireCheckoutOf } from './checkout.ts';
import { sha256 } from '../../tables/sha256.ts';

const NO_IMAGE = 'none';

/** Synthesizes every environment once, and stores what is deployed from then on. A commit that was built is not built again. */
export async function build(commit: string, host: DeliveryHost): Promise<View> {
  const { releases, clock } = host;
  const found = await releases.build(commit);
  if (found !== undefined) return viewOf(found, 'was built already');
  await requireCheckoutOf(commit, host);
  const environments = Object.values(ENVIRONMENTS);
  const image = await imageOf(commit, environments, host);
  const assemblies: Record<string, Assembly> = {};
  for (const { name } of environments) assemblies[name] = await assemblyOf({ commit, image, environment: name }, host);
  const commits = await commitsOf(commit, host);
  const builtAt = new Date(clock.nowMs()).toISOString();
  const record = await releases.keepBuild({ version: RELEASE_FORMAT, commit, builtAt, image, commits, assemblies });
  return viewOf(record, 'is built');
}

/** @throws ImageNotBuilt */
async function imageOf(
  commit: string,
  environments: readonly PlatformEnvironment[],
  { releases }: DeliveryHost,
): Promise<string> {
  const record = await releases.image(commit);
  if (record !== undefined) return record.uri;
  const user = environments.find(({ compute }) => Object.values(compute).some(({ on }) => on === 'container'));
  if (user === undefined) return NO_IMAGE;
  throw new PlatformError(ERROR_NAMES.imageNotBuilt, {
    problem: `${user.name} runs containers, and no image of the commit is recorded`,
    got: commit,
    hint: `npm run deliver -- image --commit ${commit}`,
  });
}

interface Wanted {
  readonly commit: string;
  readonly image: string;
  readonly environment: string;
}

async function assemblyOf({ commit, image, environment }: Wanted, host: DeliveryHost): Promise<Assembly> {
  const { toolkit, archives, releases, say } = host;
  const folder = await mkdtemp(join(tmpdir(), `assembly-${environment}-`));
  try {
    say(`Synthesizing ${environment}`);
    const context: Record<string, string> = image === NO_IMAGE ? {} : { image };
    await toolkit.synthesize({ commit, environment, context, folder });
    const { stack, account, region } = assemblyStack(JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8')));
    const stored = await releases.keepArchive(commit, environment, await archives.pack(folder));
    return { stack, account, region, sha256: sha256(stored) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Those that no build before has brought; of a folder without a repository nobody knows. */
async function commitsOf(commit: string, { checkout, releases }: DeliveryHost): Promise<Build['commits']> {
  if ((await checkout.head()) === undefined) return [];
  const built = await releases.builtCommits();
  return [
    ...(await checkout.commitsSince(
      commit,
      built.filter((other) => other !== commit),
    )),
  ];
}

function viewOf(record: Build, what: string): View {
  const { commit, image, assemblies } = record;
  const lines = Object.entries(assemblies).map(
    ([name, { stack, account, region, sha256 }]) =>
      `  ${name}: ${stack} for ${account} in ${region}, SHA-256 ${sha256}`,
  );
  return { json: record, text: [`${commit} ${what}, image ${image}`, ...lines].join('\n') };
}

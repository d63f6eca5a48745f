import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Assembly, type Build, deliveryKeys } from '../../core/contracts/delivery.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { uriOf } from '../../core/ports.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import { sha256 } from '../../tables/sha256.ts';

export interface StoredAssembly extends Assembly {
  readonly build: Build;
  readonly environment: string;
  /** Where it is unpacked. */
  readonly folder: string;
}

interface Wanted {
  readonly commit: string;
  readonly environment: string;
}

/** The build of a commit. @throws CommitNotBuilt */
export async function requireBuild(commit: string, { releases }: Pick<DeliveryHost, 'releases'>): Promise<Build> {
  const found = await releases.build(commit);
  if (found !== undefined) return found;
  throw new PlatformError(ERROR_NAMES.commitNotBuilt, {
    problem: 'the commit was never built',
    got: commit,
    allowed: 'a commit that a merge to main has built',
    hint: "'npm run deliver -- status' lists what was built; a commit of main is built by its pipeline",
  });
}

/**
 * Unpacks what was stored of a commit for as long as somebody works with it.
 *
 * @throws CommitNotBuilt; ArchiveTampered where it is not what was built
 */
export async function withAssembly<T>(
  { commit, environment }: Wanted,
  host: Pick<DeliveryHost, 'releases' | 'archives'>,
  act: (assembly: StoredAssembly) => Promise<T>,
): Promise<T> {
  const build = await requireBuild(commit, host);
  const assembly = build.assemblies[environment];
  if (assembly === undefined) {
    throw new PlatformError(ERROR_NAMES.commitNotBuilt, {
      problem: `the commit was built without the environment ${environment}`,
      got: commit,
      allowed: Object.keys(build.assemblies).join(', '),
    });
  }
  const body = await soundArchive({ commit, environment }, assembly, host);
  const folder = await mkdtemp(join(tmpdir(), `assembly-${environment}-`));
  try {
    await host.archives.unpack(body, folder);
    return await act({ ...assembly, build, environment, folder });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function soundArchive(
  { commit, environment }: Wanted,
  { sha256: built }: Assembly,
  { releases }: Pick<DeliveryHost, 'releases'>,
): Promise<Uint8Array> {
  const body = await releases.archive(commit, environment);
  const got = body === undefined ? 'nothing' : sha256(body);
  if (body !== undefined && got === built) return body;
  throw new PlatformError(ERROR_NAMES.archiveTampered, {
    problem: `${uriOf(releases.store, deliveryKeys.assembly(commit, environment))} is not what was built`,
    got,
    allowed: built,
    hint: "restore the object's first version, or deploy another commit; nothing was deployed",
  });
}

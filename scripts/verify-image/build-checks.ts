import type { ImageAsset } from './asset.ts';
import type { Buildah, ImageFacts } from './buildah.ts';
import { ABOUT, textOf } from './about.ts';
import type { Objects } from './objects.ts';
import type { Report } from './report.ts';
import { type StandIn, standIn } from './stand-in.ts';

/** The image that is looked at: built, and gone afterwards. */
export const IMAGE = 'localhost/forecaster:verified';

/** The Dockerfile's own message. */
const REFUSAL = 'BaseImageRefused: with REQUIRE_DIGEST the base image is named by its digest';

export interface Setting {
  readonly report: Report;
  readonly buildah: Buildah;
  /** Of this command alone. */
  readonly folder: string;
  /** Make the base anew. */
  readonly fresh: boolean;
}

interface Build {
  readonly asset: ImageAsset;
  readonly base: StandIn;
}

export interface Built {
  readonly app: Objects;
  readonly base: StandIn;
  readonly image: ImageFacts;
}

export function makeBase({ report, buildah, fresh }: Setting): Promise<StandIn | undefined> {
  return report.check({ what: 'base image', how: 'a stand-in for node:24-slim, of Debian and Node 24' }, async () => {
    const found = await standIn(buildah, fresh);
    return { found, bytes: found.bytes, note: found.isNew ? 'made' : 'kept from an earlier run' };
  });
}

/** A tag may name another image tomorrow: what is delivered says what it was built on. */
export async function checkRefusal({ report, buildah }: Setting, { asset, base }: Build): Promise<void> {
  await report.check(
    { what: 'delivery without a digest', how: 'REQUIRE_DIGEST=1 without BASE_DIGEST is refused' },
    async () => {
      const buildArgs = { BASE_IMAGE: `${base.name}:${base.tag}`, REQUIRE_DIGEST: '1' };
      const { exitCode, tail } = await buildah.build({ ...asset, buildArgs, tag: IMAGE });
      if (exitCode === 0) throw new Error('the build went on, on a base that was named by a tag alone');
      if (!tail.includes(REFUSAL)) throw new Error(`the build failed for another reason; it said:\n${tail}`);
      return { found: true };
    },
  );
}

export function buildImage({ report, buildah }: Setting, { asset, base }: Build): Promise<ImageFacts | undefined> {
  return report.check(
    { what: 'image', how: 'the Dockerfile, on the files of the CDK asset, for delivery' },
    async () => {
      const buildArgs = { ...asset.buildArgs, BASE_IMAGE: base.name, BASE_DIGEST: base.digest, REQUIRE_DIGEST: '1' };
      const { exitCode, tail } = await buildah.build({ ...asset, buildArgs, tag: IMAGE });
      if (exitCode !== 0) throw new Error(`the build failed with exit code ${exitCode}; it said:\n${tail}`);
      const found = await buildah.inspect(IMAGE);
      if (found === undefined) throw new Error(`buildah does not know ${IMAGE}, which it has just built`);
      return { found, bytes: found.bytes };
    },
  );
}

export async function checkBase(report: Report, { app, base, image }: Built): Promise<void> {
  await report.check({ what: 'its base', how: `OCI labels, /app/${ABOUT.base}` }, async () => {
    const wanted = JSON.stringify({ name: base.name, digest: base.digest });
    const labels = JSON.stringify({
      name: image.labels['org.opencontainers.image.base.name'],
      digest: image.labels['org.opencontainers.image.base.digest'],
    });
    const file = textOf(app, ABOUT.base).trim();
    if (labels !== wanted || file !== wanted) {
      throw new Error(`the base is ${wanted}; the labels say ${labels}, the file says ${file}`);
    }
    return { found: true };
  });
}

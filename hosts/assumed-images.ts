import type { Checkout, Images } from '../core/delivery/ports.ts';
import type { Releases } from '../lake/releases.ts';

/** What the image is made of, as the Dockerfile copies it. */
const IMAGE_SOURCES = ['.npmrc', 'tsconfig.json', 'core', 'tables', 'containers', 'scripts/bundling.mjs'];

interface Assuming {
  readonly releases: Releases;
  readonly checkout: Checkout;
  readonly repository: string;
}

/** A rehearsal builds no image: its digest is assumed to be a hash of what it would be made of. */
export function assumedImages({ releases, checkout, repository }: Assuming): Images {
  return {
    find: async () => undefined,
    async build(commit) {
      const uri = `${repository}@sha256:${await checkout.treeHash(commit, IMAGE_SOURCES)}`;
      await releases.assume({
        fact: `image of ${commit}`,
        assumed: uri,
        why: 'no image is built or pushed in a folder: the digest is a hash of the sources that it would be made of',
      });
      return uri;
    },
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { synthesizeEnvironment } from '../../lib/synthesize.ts';

const assetsSchema = z.object({
  dockerImages: z.record(
    z.string(),
    z.object({
      source: z.object({
        directory: z.string(),
        dockerFile: z.string(),
        dockerBuildArgs: z.record(z.string(), z.string()).default({}),
      }),
    }),
  ),
});

/** A build of the image as `cdk deploy` asks for it. */
export interface ImageAsset {
  readonly context: string;
  readonly dockerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
}

/** The one image of an environment, with the files that its build is given. */
export function imageAsset(environment: string, outdir: string): ImageAsset {
  const { stackName } = synthesizeEnvironment(environment, { bundling: false, outdir });
  const { dockerImages } = assetsSchema.parse(
    JSON.parse(readFileSync(join(outdir, `${stackName}.assets.json`), 'utf8')),
  );
  const [image, ...others] = Object.values(dockerImages);
  if (image === undefined || others.length > 0) {
    throw new Error(
      `${stackName} has ${Object.keys(dockerImages).length} images; expected: one, of the container tasks`,
    );
  }
  const { directory, dockerFile, dockerBuildArgs } = image.source;
  return { context: join(outdir, directory), dockerfile: dockerFile, buildArgs: dockerBuildArgs };
}

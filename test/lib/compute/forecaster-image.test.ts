import { describe, expect, it } from '@jest/globals';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ForecasterImage } from '../../../lib/compute/forecaster-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const IMAGE_FOLDER = 'containers/forecaster/image';
const assetsSchema = z.object({
  dockerImages: z.record(
    z.string(),
    z.object({ source: z.record(z.string(), z.unknown()).and(z.object({ directory: z.string() })) }),
  ),
});

/** The one image of a stack of its own, as `cdk deploy` would build it. */
async function asset(context: Readonly<Record<string, unknown>> = {}) {
  process.env.CDK_VALIDATION ??= 'false';
  const outdir = await temporaryFolder();
  const app = new App({ outdir, context });
  new ForecasterImage(new Stack(app, 'Stack'), 'Image');
  app.synth();
  const { dockerImages } = assetsSchema.parse(JSON.parse(readFileSync(join(outdir, 'Stack.assets.json'), 'utf8')));
  const [[hash, { source }]] = Object.entries(dockerImages);
  const { directory, ...build } = source;
  const entries = readdirSync(join(outdir, directory), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return { hash, build, files: files.map((file) => file.slice(join(outdir, directory).length + 1)) };
}

/** What the Dockerfile copies from its context. */
function copied(): readonly string[] {
  const dockerfile = readFileSync(`${IMAGE_FOLDER}/Dockerfile`, 'utf8');
  return [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, names]) => names.split(' '));
}

const isBelow = (paths: readonly string[]) => (file: string) =>
  paths.some((path) => file === path || file.startsWith(`${path}/`));

describe('the image of the container tasks', () => {
  it('is built from the files that its Dockerfile copies, and from no others', async () => {
    const { files, build } = await asset();

    expect(build).toEqual({ dockerFile: `${IMAGE_FOLDER}/Dockerfile`, platform: 'linux/amd64' });
    expect(files).toEqual(expect.arrayContaining(['.npmrc', 'core/ports.ts', 'scripts/bundling.mjs']));
    expect(copied().filter((path) => !files.some(isBelow([path])))).toEqual([]);
    expect(files.filter((file) => !isBelow(copied())(file))).toEqual([]);
  });

  it('has the same files where it is built without CDK', () => {
    const [first, ...kept] = readFileSync(`${IMAGE_FOLDER}/Dockerfile.dockerignore`, 'utf8').trim().split('\n');
    const below = (path: string) => path.startsWith('containers/') && path !== 'containers';

    expect(first).toBe('*');
    expect(kept.map((line) => line.slice(1)).sort()).toEqual(
      copied()
        .filter((path) => !below(path))
        .sort(),
    );
  });

  const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

  it.each([
    [`docker.io/library/node:24-slim@${DIGEST}`, { BASE_IMAGE: 'docker.io/library/node:24-slim', BASE_DIGEST: DIGEST }],
    [`node@${DIGEST}`, { BASE_IMAGE: 'node', BASE_DIGEST: DIGEST }],
    ['mirror.local:5000/our_own/node:24', { BASE_IMAGE: 'mirror.local:5000/our_own/node:24' }],
    ['node', { BASE_IMAGE: 'node' }],
  ])('is built on the base that is given: %s', async (baseImage, dockerBuildArgs) => {
    const [given, own] = [await asset({ baseImage }), await asset()];
    expect(given.build).toMatchObject({ dockerBuildArgs });
    expect(given.hash).not.toBe(own.hash);
  });

  it.each([
    ['a digest alone', DIGEST.replace('sha256:', '@sha256:')],
    ['a short digest', 'node@sha256:0123'],
    ['a long digest', `node@${DIGEST}0`],
    ['another kind of digest', 'node@md5:0123456789abcdef'],
    ['an empty tag', 'node:'],
    ['a blank', 'node 24'],
    ['nothing', ''],
    ['no text', 24],
  ])('refuses a base with %s', async (_, baseImage) => {
    await expect(asset({ baseImage })).rejects.toMatchObject({
      name: 'EnvironmentInvalid',
      message: expect.stringMatching(
        /^the context value baseImage does not name an image; got .*; allowed: NAME, NAME:TAG, and either with @sha256:/,
      ),
    });
  });

  const URI = `444444444444.dkr.ecr.eu-central-1.amazonaws.com/forecasting-delivery-images@${DIGEST}`;

  /** The stack of an environment that is handed the delivery's image. */
  async function stackWith(image: unknown, context: Readonly<Record<string, unknown>> = {}) {
    const app = new App({ outdir: await temporaryFolder(), context: { image, ...context } });
    const stack = new Stack(app, 'Stack', { env: { account: '333333333333', region: 'eu-central-1' } });
    const forecaster = new ForecasterImage(stack, 'Image');
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') });
    forecaster.grantPull(role);
    return { app, stack, uri: forecaster.uri };
  }

  it('is the one that the delivery has built, by its digest: nothing is built, and the role may pull it from there', async () => {
    const { app, stack, uri } = await stackWith(URI);
    expect(uri).toBe(URI);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain(
      ':ecr:eu-central-1:444444444444:repository/forecasting-delivery-images',
    );
    const assets = app.synth().artifacts.flatMap((artifact) => ('contents' in artifact ? [artifact.contents] : []));
    expect(assets).toMatchObject([{ dockerImages: {} }]);
  });

  it.each([
    ['a tag', URI.replace(/@.*/, ':latest')],
    ['no digest', URI.replace(/@.*/, '')],
    ['a short digest', URI.slice(0, -1)],
    ['another region', URI.replace('eu-central-1', 'eu-west-1')],
    ['another registry', `docker.io/library/node@${DIGEST}`],
    ['no text', 7],
  ])('refuses a built image with %s', async (_, image) => {
    await expect(stackWith(image)).rejects.toThrow(
      /^the context value image names no image of ECR in eu-central-1 by its digest; got .*; allowed: ACCOUNT\.dkr\.ecr\.eu-central-1/,
    );
  });

  it('refuses a base for what is built already', async () => {
    await expect(stackWith(URI, { baseImage: 'node' })).rejects.toThrow(
      'the context value baseImage is of no use with image',
    );
  });
});

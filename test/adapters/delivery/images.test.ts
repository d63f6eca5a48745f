import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  ImageNotFoundException,
} from '@aws-sdk/client-ecr';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { dockerImages } from '../../../adapters/docker/images.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const REPOSITORY = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/forecasting/images';
const COMMIT = '1'.repeat(40);
const DIGEST = `sha256:${'d'.repeat(64)}`;
const none = new ImageNotFoundException({ message: 'none', $metadata: {} });
const ecr = mockClient(ECRClient);
const path = process.env.PATH;
let folder: string;

/** A `docker` that writes down what it is told, and answers as told. */
function docker(exitCodeOfBuild: number): void {
  const program = `#!/bin/sh
case "$1" in login) echo "login $* <- $(cat)" >> ${folder}/log;; *) echo "$*" >> ${folder}/log;; esac
case "$2" in imagetools) echo sha256:base;; build) exit ${exitCodeOfBuild};; esac`;
  writeFileSync(join(folder, 'docker'), program);
  chmodSync(join(folder, 'docker'), 0o755);
}
const log = () => readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
const images = (baseImage?: string) =>
  dockerImages({ client: new ECRClient({ region: 'eu-central-1' }), repository: REPOSITORY, root: folder, baseImage });

beforeEach(async () => {
  folder = await temporaryFolder();
  process.env.PATH = `${folder}:${path}`;
  ecr.reset();
  const authorizationToken = Buffer.from('AWS:pass:word').toString('base64');
  ecr.on(GetAuthorizationTokenCommand).resolves({ authorizationData: [{ authorizationToken }] });
  docker(0);
});
afterEach(() => {
  process.env.PATH = path;
});

describe('the image of a commit', () => {
  it('is looked up by its tag in the repository of the delivery account', async () => {
    ecr
      .on(DescribeImagesCommand)
      .resolvesOnce({ imageDetails: [{ imageDigest: DIGEST }] })
      .rejects(none);
    expect([await images().find(COMMIT), await images().find(COMMIT)]).toEqual([`${REPOSITORY}@${DIGEST}`, undefined]);
    expect(ecr.commandCalls(DescribeImagesCommand)[0]?.args[0].input).toEqual({
      registryId: '123456789012',
      repositoryName: 'forecasting/images',
      imageIds: [{ imageTag: COMMIT }],
    });
  });

  it('is built on a base of a known digest, pushed by its commit, and known by its digest', async () => {
    ecr.on(DescribeImagesCommand).resolves({ imageDetails: [{ imageDigest: DIGEST }] });
    expect(await images().build(COMMIT)).toBe(`${REPOSITORY}@${DIGEST}`);
    expect(log()).toEqual([
      'login login --username AWS --password-stdin 123456789012.dkr.ecr.eu-central-1.amazonaws.com <- pass:word',
      'buildx imagetools inspect docker.io/library/node:24-slim --format {{.Manifest.Digest}}',
      `buildx build --platform linux/amd64 --provenance=false --sbom=false --push --file containers/forecaster/image/Dockerfile --build-arg BASE_IMAGE=docker.io/library/node:24-slim --build-arg BASE_DIGEST=sha256:base --build-arg REQUIRE_DIGEST=1 --tag ${REPOSITORY}:${COMMIT} .`,
    ]);
  });

  it('stands on the base that it is told', async () => {
    ecr.on(DescribeImagesCommand).resolves({ imageDetails: [{ imageDigest: DIGEST }] });
    await images('registry.acme/node:24@sha256:mirror').build(COMMIT);
    expect(log().at(-1)).toContain(
      '--build-arg BASE_IMAGE=registry.acme/node:24 --build-arg BASE_DIGEST=sha256:mirror',
    );
    expect(log()).toHaveLength(2);
  });

  it('is the one of another build that was first: a tag is given once', async () => {
    docker(1);
    ecr.on(DescribeImagesCommand).resolves({ imageDetails: [{ imageDigest: DIGEST }] });
    expect(await images().build(COMMIT)).toBe(`${REPOSITORY}@${DIGEST}`);
  });

  it('that cannot be built is an error', async () => {
    docker(1);
    ecr.on(DescribeImagesCommand).rejects(none);
    await expect(images().build(COMMIT)).rejects.toThrow(/'docker buildx build .* failed with exit code 1/);
  });
});

import { basename, dirname, join, resolve } from 'node:path';
import { ECRClient } from '@aws-sdk/client-ecr';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { tarArchives } from '../adapters/archive/tar.ts';
import { callerOf } from '../adapters/aws/caller.ts';
import { s3ObjectStore } from '../adapters/aws/object-store.ts';
import { cdkToolkit } from '../adapters/cdk/toolkit.ts';
import { dockerImages } from '../adapters/docker/images.ts';
import { localObjectStore } from '../adapters/files/object-store.ts';
import { gitCheckout } from '../adapters/git/checkout.ts';
import { runProgram } from '../adapters/programs/program.ts';
import { DELIVERY_VARIABLES } from '../core/contracts/delivery.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { DeliveryPorts, Images } from '../core/delivery/ports.ts';
import { Releases } from '../lake/releases.ts';
import { assumedImages } from './assumed-images.ts';
import { once } from './deferred-ports.ts';
import { accountRuns, type EnvironmentRuns, folderRuns, type TargetAccount } from './environment-runs.ts';

/** Where builds come from and go to. */
export interface DeliveryHost extends DeliveryPorts {
  readonly releases: Releases;
  /** A folder is a rehearsal: nothing is deployed, and what nobody can know without an account is assumed. */
  readonly on: 'account' | 'folder';
  /** What the machines of an environment have left: in its account, or in the folder `platform/<environment>` of the store, where a rehearsal plays them. */
  readonly runsOf: (environment: TargetAccount) => Promise<EnvironmentRuns>;
}

export interface DeliverySetting {
  /** Of ECR, without tag: `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME`. */
  readonly imageRepository: string;
  /** `s3://bucket`, or a folder. */
  readonly store: string;
  /** The checkout. */
  readonly root: string;
}

const BUCKET = /^s3:\/\/([^/]+)\/?$/;

export function deliveryHost({ store, root, imageRepository }: DeliverySetting): DeliveryHost {
  const bucket = BUCKET.exec(store)?.[1];
  const releases = new Releases(bucket === undefined ? folderStore(store) : s3ObjectStore(new S3Client({}), bucket));
  const checkout = gitCheckout(root);
  return {
    on: bucket === undefined ? 'folder' : 'account',
    releases,
    checkout,
    images:
      bucket === undefined
        ? assumedImages({ releases, checkout, repository: imageRepository })
        : ecrImages(root, imageRepository),
    archives: tarArchives,
    toolkit: cdkToolkit(root),
    npmRun: async (script) => (await runProgram(['npm', 'run', script], { cwd: root, output: 'shown' })).exitCode === 0,
    caller: (region) => callerOf(new STSClient({ region })),
    runsOf: (environment) =>
      bucket === undefined
        ? folderRuns(join(resolve(store), 'platform', environment.name), environment)
        : accountRuns(environment),
    clock: { nowMs: () => Date.now() },
    say: (line) => void process.stderr.write(`${line}\n`),
  };
}

/** Looked at only where an image is: most verbs have none. */
function ecrImages(root: string, repository: string): Images {
  const [, account, region] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[a-z.]+\/.+$/.exec(repository) ?? [];
  const images = once(() => {
    if (account === undefined || region === undefined) {
      throw new PlatformError(ERROR_NAMES.imageNotBuilt, {
        problem: `the variable ${DELIVERY_VARIABLES.imageRepository} names no repository of ECR`,
        got: repository,
        allowed: 'ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME',
        hint: "the delivery stack's output has it",
      });
    }
    return dockerImages({ client: new ECRClient({ region }), repository, root, baseImage: undefined });
  });
  return {
    find: async (commit) => images().find(commit),
    build: async (commit) => images().build(commit),
  };
}

function folderStore(path: string) {
  const folder = resolve(path);
  return localObjectStore(dirname(folder), basename(folder));
}

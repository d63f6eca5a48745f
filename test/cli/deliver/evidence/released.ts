import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tarArchives } from '../../../../adapters/archive/tar.ts';
import type { EvidenceOutside } from '../../../../cli/deliver/evidence/make-evidence.ts';
import type { EvidenceHost } from '../../../../cli/deliver/evidence/gather-changes.ts';
import { type Build, RELEASE_FORMAT } from '../../../../core/contracts/delivery.ts';
import type { CostEstimate } from '../../../../core/contracts/cost.ts';
import { dev } from '../../../../environments/dev.ts';
import { prod } from '../../../../environments/prod.ts';
import { staging } from '../../../../environments/staging.ts';
import { stackName } from '../../../../core/contracts/names.ts';
import type { PlatformEnvironment } from '../../../../environments/environment.ts';
import { Releases } from '../../../../lake/releases.ts';
import { synthesizeLiteral } from '../../../../lib/synthesize.ts';
import { KEPT_RUN } from '../../../support/kept-run.ts';
import { MemoryStore } from '../../../support/memory-store.ts';
import { onceASuite } from '../../../support/once-a-suite.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** What stands in prod, and what is to follow it. */
export const OLD = 'b'.repeat(40);
export const NEW = 'a'.repeat(40);
export const IMAGE = '444444444444.dkr.ecr.eu-central-1.amazonaws.com/forecaster@sha256:' + '0'.repeat(64);
export const NOW = '2026-11-28T08:00:00.000Z';

const ENVIRONMENTS: Readonly<Record<string, PlatformEnvironment>> = { dev, staging, prod };
const SOURCE_MAP = {
  sources: ['../node_modules/zod/index.js', '../lambdas/ingest/ingest.ts', '../../node_modules/zod/v4/core.js'],
};

export type Literals = Readonly<Record<string, PlatformEnvironment>>;

interface Building {
  readonly commit: string;
  readonly builtAt: string;
  readonly literals?: Literals;
  readonly commits?: Build['commits'];
}

/** A releases store in which OLD stands everywhere and NEW, built later, stands in dev and staging, whose run it has passed. */
export async function releasedStore(changed: Literals = {}): Promise<Releases> {
  const releases = new Releases(new MemoryStore('releases'));
  await keepBuild(releases, { commit: OLD, builtAt: '2026-11-01T08:00:00.000Z' });
  await keepBuild(releases, { commit: NEW, builtAt: '2026-11-27T08:00:00.000Z', literals: changed });
  for (const environment of ['dev', 'staging', 'prod'])
    await deployed(releases, { environment, commit: OLD, number: 1 });
  for (const environment of ['dev', 'staging']) await deployed(releases, { environment, commit: NEW, number: 2 });
  await releases.keepRun(KEPT_RUN);
  await releases.keepRun({ ...KEPT_RUN, environment: 'prod', commit: OLD, runId: 'run-of-prod' });
  await releases.keepCheck({
    version: RELEASE_FORMAT,
    commit: NEW,
    at: '2026-11-27T07:00:00.000Z',
    command: 'npm run check',
    passed: true,
    by: 'arn:build',
  });
  return releases;
}

export async function keepBuild(releases: Releases, building: Building): Promise<void> {
  const {
    commit,
    builtAt,
    literals = {},
    commits = [{ commit, author: 'Ada', at: builtAt, subject: `What ${commit[0]} brings` }],
  } = building;
  const assemblies: Build['assemblies'] = {};
  for (const [environment, literal] of Object.entries({ ...ENVIRONMENTS, ...literals })) {
    const body = await archiveOf(literal);
    await releases.keepArchive(commit, environment, body);
    const { account, region } = literal;
    assemblies[environment] = { stack: stackName(literal), account, region, sha256: sha256Of(body) };
  }
  await releases.keepBuild({ version: RELEASE_FORMAT, commit, builtAt, image: IMAGE, commits, assemblies });
}

interface Deploying {
  readonly environment: string;
  readonly commit: string;
  readonly number: number;
}

export async function deployed(releases: Releases, { environment, commit, number }: Deploying): Promise<void> {
  const at = `2026-11-2${number}T08:00:00.000Z`;
  const assemblySha256 = 'e'.repeat(64);
  await releases.end({
    version: RELEASE_FORMAT,
    environment,
    number,
    commit,
    at,
    kind: 'deploy',
    assemblySha256,
    state: 'done',
    endedAt: at,
  });
}

async function archiveOf(literal: PlatformEnvironment): Promise<Uint8Array> {
  const { template, stack } = onceASuite(`evidence of ${JSON.stringify(literal)}`, () => {
    const made = synthesizeLiteral(literal, { bundling: false, build: { commit: 'test', libraries: {} } });
    return { template: made.template, stack: made.stackName };
  });
  const folder = await temporaryFolder();
  const artifact = {
    type: 'aws:cloudformation:stack',
    environment: `aws://${literal.account}/${literal.region}`,
    properties: { templateFile: 'template.json' },
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ artifacts: { [stack]: artifact } }));
  await writeFile(join(folder, 'template.json'), JSON.stringify(template));
  await mkdir(join(folder, 'asset.1'));
  await writeFile(join(folder, 'asset.1/ingest.mjs.map'), JSON.stringify(SOURCE_MAP));
  return tarArchives.pack(folder);
}

function sha256Of(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}

/** A folder's host, on a checkout of the commit. */
export function hostOf(releases: Releases, on: EvidenceHost['on'] = 'folder'): EvidenceHost {
  return {
    on,
    releases,
    archives: tarArchives,
    checkout: {
      head: async () => NEW,
      changedFiles: async () => [],
      commitsSince: async () => [],
      treeHash: async () => '',
    },
    clock: { nowMs: () => Date.parse(NOW) },
  };
}

const ESTIMATE: CostEstimate = {
  currency: 'USD',
  pricesOf: '2026-11-01',
  region: 'eu-central-1',
  total: 0,
  lines: [{ service: 'Lambda', what: 'functions', dataset: 'all', quantity: 0, unit: 'functions', dollars: 0 }],
};

/** Whatever is asked is answered, and nothing is wrong. A function costs a dollar. */
export const OUTSIDE: EvidenceOutside = {
  sources: {
    deployedTemplate: async () => undefined,
    imageScan: async () => ({ status: 'COMPLETE', findings: {}, critical: [] }),
    audit: async () => ({ findings: {}, critical: [] }),
    packagesOf: async (files) => [{ name: 'zod', version: '4.6.7', licence: files.length > 1 ? 'MIT' : '' }],
    imageFiles: async () => ['node_modules/zod/index.js'],
    checkoutFile: async () => undefined,
  },
  pricing: {
    basis: 'a test',
    async month(_, template) {
      const total = Object.values(Object(template.Resources)).filter(
        (each) => Object(each).Type === 'AWS::Lambda::Function',
      ).length;
      return { ...ESTIMATE, total, lines: ESTIMATE.lines.map((line) => ({ ...line, dollars: total })) };
    },
    run: (transitions) => Object.values(transitions).reduce((sum, count) => sum + count, 0) * 0.000025,
  },
};

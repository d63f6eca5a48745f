import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tarArchives } from '../../adapters/archive/tar.ts';
import type { Executions } from '../../core/delivery/executions.ts';
import type { StackToDeploy, SynthesisRequest } from '../../core/delivery/ports.ts';
import { machineOfExecution } from '../../core/delivery/executions.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import { Releases } from '../../lake/releases.ts';
import { MemoryStore } from './memory-store.ts';

/** Commits of a repository that exists in tests only. */
export const COMMITS = { one: '1'.repeat(40), two: '2'.repeat(40), three: '3'.repeat(40) } as const;

const ACCOUNTS: Readonly<Record<string, string>> = {
  dev: '123456789011',
  staging: '123456789022',
  prod: '123456789033',
};

export interface TestHost extends DeliveryHost {
  readonly store: MemoryStore;
  readonly said: string[];
  readonly deployed: StackToDeploy[];
  readonly synthesized: SynthesisRequest[];
  /** What a test changes. */
  head: string | undefined;
  changed: readonly string[];
  nowMs: number;
  account: string;
  passes: boolean;
  /** What `cdk deploy` does. */
  onDeploy: () => Promise<void>;
  /** By ARN. */
  ended: Record<string, { readonly status: string; readonly error?: string }>;
}

/** A delivery that begins perfect, in an account unless told: a clean checkout of commit one, credentials of dev. */
export function testHost(on: 'account' | 'folder' = 'account'): TestHost {
  const store = new MemoryStore('releases');
  const host: TestHost = {
    on,
    store,
    said: [],
    deployed: [],
    synthesized: [],
    head: COMMITS.one,
    changed: [],
    nowMs: Date.UTC(2026, 10, 28, 6),
    account: '123456789011',
    passes: true,
    onDeploy: async () => undefined,
    ended: {},
    releases: new Releases(store),
    archives: tarArchives,
    checkout: {
      head: async () => host.head,
      changedFiles: async () => host.changed,
      commitsSince: async (commit) => [
        { commit, author: 'Grace <g@x.y>', at: '2026-11-28T05:00:00.000Z', subject: 'Work' },
      ],
      treeHash: async () => 'a'.repeat(64),
    },
    toolkit: {
      async synthesize(request) {
        host.synthesized.push(request);
        writeAssembly(request);
      },
      async deploy(stack) {
        host.deployed.push(stack);
        await host.onDeploy();
      },
    },
    images: { find: async () => undefined, build: async () => `repository@sha256:${'b'.repeat(64)}` },
    npmRun: async () => host.passes,
    caller: async () => ({ account: host.account, arn: `arn:aws:iam::${host.account}:user/grace` }),
    runsOf: async () => ({ executions: executionsOf(() => host.ended), bucket: (name) => new MemoryStore(name) }),
    clock: { nowMs: () => (host.nowMs += 1000) },
    say: (line) => void host.said.push(line),
  };
  return host;
}

let syntheses = 0;

/** As `cdk synth` leaves it, of one resource. */
function writeAssembly({ environment, commit, context, folder }: SynthesisRequest): void {
  const stack = `${context.pullRequest === undefined ? '' : `pr-${context.pullRequest}-`}forecasting-${environment}`;
  const manifest = {
    artifacts: {
      [stack]: {
        type: 'aws:cloudformation:stack',
        environment: `aws://${ACCOUNTS[environment]}/eu-central-1`,
        properties: { templateFile: `${stack}.template.json` },
      },
    },
  };
  mkdirSync(join(folder, 'asset.1'));
  // No two are alike: what was stored first has to be what counts.
  writeFileSync(join(folder, 'asset.1/index.mjs'), `export const commit = '${commit} ${(syntheses += 1)}';`);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const Resources = { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: commit } } };
  writeFileSync(join(folder, `${stack}.template.json`), JSON.stringify({ Resources }));
}

function executionsOf(ended: () => TestHost['ended']): Executions {
  return {
    async describe(arn) {
      const found = ended()[arn] ?? { status: 'RUNNING' };
      const isOver = found.status !== 'RUNNING';
      return {
        arn,
        machine: machineOfExecution(arn),
        status: found.status,
        startedAtMs: 0,
        stoppedAtMs: isOver ? 60_000 : undefined,
        input: { dataset: 'weather' },
        output: undefined,
        error: found.error,
        cause: undefined,
      };
    },
    async *history() {
      yield { type: 'TaskStateEntered' };
    },
  };
}

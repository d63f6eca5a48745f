import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from '../../../cli/deliver/build.ts';
import { deploy } from '../../../cli/deliver/deploy.ts';
import { keepRun } from '../../../cli/deliver/keep-run.ts';
import { returnTo } from '../../../cli/deliver/return.ts';
import { withAssembly } from '../../../cli/deliver/stored-assembly.ts';
import { writeDemoData } from '../../../cli/demo/demo-data.ts';
import { RELEASE_FORMAT } from '../../../core/contracts/delivery.ts';
import { weather } from '../../../datasets/weather.ts';
import { dev } from '../../../environments/dev.ts';
import { deliveryHost, type DeliveryHost } from '../../../hosts/delivery.ts';
import { runsWith } from '../../../hosts/environment-runs.ts';
import { deliverTo, runMachineWith } from '../../../hosts/target-machines.ts';
import { outputOf } from '../../run-program.ts';
import { withoutWhatIsNotEmulated } from '../cdk.ts';

/**
 * `release-acts.ts before|update|return BUCKET COMMIT FOLDER`: the last release (its commit, and its files in the folder) and this checkout in the account
 * that the variables lead to, by the commands of a merge, on a bucket for releases.
 */
const [act = '', bucket = '', release = '', folderOfRelease = ''] = process.argv.slice(2);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const POLL_MS = 500;
const BOOTSTRAP_SECONDS = 180;

const WINDOWS = [
  { train: { start: '2012-01-01', end: '2013-12-31' }, evaluate: { start: '2014-01-01', end: '2014-06-30' } },
  { train: { start: '2012-07-01', end: '2014-06-30' }, evaluate: { start: '2014-07-01', end: '2014-12-31' } },
  { train: { start: '2013-01-01', end: '2014-12-31' }, evaluate: { start: '2015-01-01', end: '2015-06-30' } },
] as const;

/** `deliver` with the sources of a commit. */
interface Way {
  readonly commit: string;
  readonly host: DeliveryHost;
}

const ACTS: Readonly<Record<string, (before: Way, now: Way) => Promise<void>>> = {
  async before(before) {
    await built(before);
    await withAssembly({ commit: before.commit, environment: dev.name }, before.host, bootstrap);
    await deploy({ commit: before.commit, environment: dev.name, kind: 'deploy' }, before.host);
    await filled();
    await run(before, 'before', WINDOWS[0]);
  },
  async update(_, now) {
    await built(now);
    await deploy({ commit: now.commit, environment: dev.name, kind: 'deploy' }, now.host);
    await run(now, 'update', WINDOWS[1]);
  },
  async return(before, now) {
    await returnTo({ environment: dev.name, from: 'any' }, now.host);
    await run(before, 'return', WINDOWS[2]);
  },
};

await ACTS[act]?.(wayOf(folderOfRelease, release), wayOf(ROOT, 'HEAD'));

async function bootstrap({ folder }: { readonly folder: string }): Promise<void> {
  const command = [process.execPath, 'node_modules/aws-cdk/bin/cdk', 'bootstrap', '--app', folder];
  await outputOf(command, { limitSeconds: BOOTSTRAP_SECONDS });
}

async function filled(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'release-data-'));
  try {
    const file = join(folder, 'data.csv');
    await writeDemoData(file);
    await deliverTo({ region: dev.region }, { environment: dev, dataset: weather.name, body: await readFile(file) });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** No image is built here: dev runs none. */
async function built({ commit, host }: Way): Promise<void> {
  const builtAt = new Date(host.clock.nowMs()).toISOString();
  const uri = `${dev.account}.dkr.ecr.${dev.region}.amazonaws.com/none@sha256:${'0'.repeat(64)}`;
  await host.releases.keepImage({ version: RELEASE_FORMAT, commit, uri, builtAt });
  await build(commit, host);
}

/** Through the machine `pipeline`, and kept as staging's runs are. */
async function run({ commit, host }: Way, name: string, window: (typeof WINDOWS)[number]): Promise<void> {
  const waiting = { pollMs: POLL_MS, pause: setTimeout, say: () => undefined };
  const started = { machine: 'pipeline', name, input: { dataset: weather.name, window } };
  const {
    arn,
    status: ended,
    cause,
  } = await runMachineWith({ region: dev.region }, { environment: dev, started, waiting });
  if (ended !== 'SUCCEEDED') throw new Error(`the pipeline ended as ${ended}: ${cause ?? 'without a cause'}`);
  await keepRun({ commit, environment: dev.name, execution: arn }, host);
}

function wayOf(root: string, revision: string): Way {
  const commit = execFileSync('git', ['-C', ROOT, 'rev-parse', revision], { encoding: 'utf8' }).trim();
  const host = deliveryHost({ store: `s3://${bucket}`, root, imageRepository: '' });
  return {
    commit,
    host: {
      ...host,
      // What is tried is what lies here, committed or not.
      checkout: { ...host.checkout, head: async () => undefined },
      toolkit: {
        ...host.toolkit,
        deploy: async (stack) => {
          withoutWhatIsNotEmulated(stack.folder);
          await host.toolkit.deploy(stack);
        },
      },
      // With the emulator's own credentials: that one has no role for the delivery.
      runsOf: async () => runsWith({ region: dev.region }),
    },
  };
}

import * as z from 'zod';
import { runCommand } from '../../cli/run-command.ts';
import { ENVIRONMENTS, LITERALS } from '../../environments/index.ts';
import { bootstrap, deploy, synthesize } from './cdk.ts';
import type { Check, Site } from './check.ts';
import { Coverage } from './coverage.ts';
import { documentChecks } from './documents/checks.ts';
import { emulatorPython, startEmulators } from './emulators/emulators.ts';
import type { Emulators } from './emulators/emulators.ts';
import { PATCHES } from './emulators/patches.ts';
import { inventoryOf } from './inventory.ts';
import { Ledger } from './ledger.ts';
import { COME_BACK } from './life/come-back.ts';
import { DESTROY, PROTECTED } from './life/destroy.ts';
import { lastReleaseChecks } from './life/last-release.ts';
import { REDEPLOY } from './life/redeploy.ts';
import { STANDS } from './life/stands.ts';
import { KEEPS_DATA, TEARDOWN } from './life/teardown.ts';
import { UPDATE } from './life/update.ts';
import { notShownTable } from './not-shown.ts';
import { readBack } from './read-back/read-back.ts';
import { rightsChecks } from './rights/checks.ts';
import { LANDING } from './runs/landing.ts';
import { runChecks } from './runs/checks.ts';

const coverage = new Coverage();

/** What is shown of each environment once it is deployed, in this order. */
const CHECKS: Readonly<Record<keyof typeof LITERALS, readonly Check[]>> = {
  dev: [readBack(coverage), ...documentChecks, REDEPLOY, ...runChecks(), ...rightsChecks, UPDATE, KEEPS_DATA, TEARDOWN],
  staging: [readBack(coverage), LANDING, DESTROY, COME_BACK],
  prod: [readBack(coverage), PROTECTED, TEARDOWN],
  delivery: [STANDS, PROTECTED],
};

const QUICK = ['dev'] as const;

const command = z
  .strictObject({
    quick: z.boolean().default(false).meta({ description: 'dev only, in two minutes' }),
    release: z
      .boolean()
      .default(false)
      .meta({ description: 'only the last release, this one over it, and the way back' }),
  })
  .meta({
    title: 'verify:deploy',
    description:
      'Deploys the environments with the real CDK command line to an emulator of AWS on this machine (MiniStack and moto from PyPI),\n' +
      'with IAM enforced, and shows by running it what can be shown without an account. No credentials, Docker or network, but\n' +
      'for the installation.',
  });

// What is interrupted leaves no emulator behind: they are ended when this process exits.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

await runCommand(command, async ({ quick, release }) => {
  const ledger = new Ledger(write);
  const python = await ledger.make('the emulators are installed from PyPI, once', emulatorPython);
  if (python !== undefined && release) {
    await verifyRelease(python, ledger);
    write(`\n${ledger.table()}`);
  } else if (python !== undefined) {
    for (const environment of quick ? QUICK : namesOf(LITERALS)) {
      await verify(environment, { python, ledger, quick });
    }
    if (!quick) await verifyRelease(python, ledger);
    for (const table of [coverage.table(), notShownTable(), ledger.table()]) write(`\n${table}`);
    write(
      `\n${PATCHES.length} faults of the emulators are patched while they load: scripts/verify-deploy/emulators/patches.ts`,
    );
  }
  write(`\n${ledger.closingLine()}`);
  if (ledger.entries.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
});

interface Setting {
  readonly python: string;
  readonly ledger: Ledger;
  readonly quick: boolean;
}

/** In an account of its own: it deploys dev as it was, and as it is. */
async function verifyRelease(python: string, ledger: Ledger): Promise<void> {
  const { account, region } = ENVIRONMENTS.dev;
  const emulators = await ledger.make('the emulators of an account for releases start', () =>
    startEmulators({ python, account, region }),
  );
  if (emulators === undefined) return;
  try {
    await lastReleaseChecks(emulators, ledger);
  } finally {
    await emulators.stop();
  }
}

/** One environment, from nothing. */
async function verify(environment: keyof typeof LITERALS, { python, ledger, quick }: Setting): Promise<void> {
  const { account, region } = LITERALS[environment];
  const emulators = await ledger.make(`the emulators of ${environment}'s account start`, () =>
    startEmulators({ python, account, region }),
  );
  if (emulators === undefined) return;
  try {
    const site = await deployed(emulators, { environment, ledger });
    for (const { name, run, quick: isQuick } of CHECKS[environment]) {
      if (quick && !isQuick) continue;
      if (site === undefined) ledger.skip(`${environment}: ${name}`, 'nothing is deployed');
      else await ledger.check(`${environment}: ${name}`, () => run(site));
    }
  } finally {
    await emulators.stop();
  }
}

interface Deploying {
  readonly environment: keyof typeof LITERALS;
  readonly ledger: Ledger;
}

async function deployed(emulators: Emulators, { environment, ledger }: Deploying): Promise<Site | undefined> {
  const assembly = await ledger.make(`${environment} is synthesized`, () => synthesize(emulators, { environment }));
  if (assembly === undefined) return undefined;
  return ledger.make(`${environment} is bootstrapped and deployed`, async () => {
    await bootstrap(emulators, assembly);
    const before = await inventoryOf(emulators.api);
    if (assembly.images > 0) say(`${assembly.images} container image left out: the emulator says that it has it`);
    const deployment = await deploy(emulators, assembly);
    return { emulators, before, deployment, say };
  });
}

function namesOf<T extends object>(table: T): readonly (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[];
}

/** A line that belongs to the one above. */
function say(line: string): void {
  write(`    ${line}`);
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

import { setTimeout as sleep } from 'node:timers/promises';
import { deliveryRunPrefix, OUTPUTS } from '../../../core/contracts/names.ts';
import { weather } from '../../../datasets/weather.ts';
import type { Check, Site } from '../check.ts';
import { at, listAt } from '../read-back/reader.ts';

/** A minute, what `receive` adds to it, and how long the emulator takes. */
const LIMIT_MS = 120_000;
const POLL_MS = 2000;
/** Enough for all files to land within one minute. */
const ROOM_SECONDS = 20;

/**
 * Files land: in the data set's place within one minute, and beside it. Where nothing was trained before, what is started fails at its look, and
 * its execution is there all the same.
 */
export const LANDING: Check = {
  name: 'files that land within a minute start one run, and those beside the place of the data set none',
  quick: false,
  async run(site) {
    const { source } = weather;
    await roomInTheMinute();
    const files = [source.prefix, `${source.prefix}/a.csv`, source.prefix, `${source.prefix}/_SUCCESS`];
    for (const Key of [...files, 'elsewhere/a.csv', `${source.prefix}2`]) await put(site, Key);
    const told = await executionsOf(site, 'receive', files.length);
    const [run, ...others] = await started(site);
    const problems = [
      ...(told.length === files.length
        ? []
        : [`${told.length} executions of receive, and ${files.length} files landed`]),
      ...(run === undefined ? ['no run of the monitor was started'] : []),
      ...others.map((other) => `one more run was started: ${other}`),
    ];
    for (const Key of files) await site.emulators.api.call('s3', 'DeleteObject', { Bucket: bucketOf(site), Key });
    return problems;
  },
};

async function roomInTheMinute(): Promise<void> {
  const second = new Date().getUTCSeconds();
  if (60 - second < ROOM_SECONDS) await sleep((60 - second) * 1000);
}

/** The names of what deliveries have started, once all executions of `receive` are over. */
async function started(site: Site): Promise<readonly string[]> {
  for (const until = Date.now() + LIMIT_MS; Date.now() < until; await sleep(POLL_MS)) {
    const running = (await list(site, 'receive')).filter((execution) => at(execution, 'status') === 'RUNNING');
    if (running.length === 0) break;
  }
  const names = (await list(site, 'monitor')).map((execution) => String(at(execution, 'name')));
  return names.filter((name) => name.startsWith(deliveryRunPrefix(weather.name)));
}

async function executionsOf(site: Site, machine: string, atLeast: number): Promise<readonly unknown[]> {
  for (const until = Date.now() + LIMIT_MS / 4; Date.now() < until; await sleep(POLL_MS)) {
    if ((await list(site, machine)).length >= atLeast) break;
  }
  return list(site, machine);
}

async function list({ emulators, deployment }: Site, machine: string): Promise<readonly unknown[]> {
  const stateMachineArn = deployment.outputs[OUTPUTS.machineArn(machine)];
  return listAt(await emulators.api.call('stepfunctions', 'ListExecutions', { stateMachineArn }), 'executions');
}

async function put(site: Site, Key: string): Promise<void> {
  await site.emulators.api.call('s3', 'PutObject', { Bucket: bucketOf(site), Key, Body: 'series,date,value\n' });
}

function bucketOf({ deployment }: Site): string {
  return deployment.outputs[OUTPUTS.bucketName('landing')] ?? '';
}

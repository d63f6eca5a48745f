import { createHash } from 'node:crypto';
import { lockSchema } from '../../../core/contracts/monitoring.ts';
import type { MachineRun } from './run-machine.ts';
import type { Message, State, World } from './world.ts';

/** How a run ends that a fault has met: as if nothing had been, or failed, with the platform as before. */
export type Ending = 'clean' | 'undone';

/** What a run looks like with nothing in the way. */
export interface CleanRun extends MachineRun {
  readonly before: State;
  readonly state: State;
  readonly messages: readonly Message[];
  /** All that an object ever held while it ran. */
  readonly held: ReadonlyMap<string, ReadonlySet<string>>;
}

const FAILURE_RECORD = /^artifacts\/runs\/weather\/[^/]+\/failure-[a-z-]+\.json$/;
/** Below a run's or a job's own name: read by the run alone, and written again by whoever runs it again. */
const WORKING_FILES =
  /^artifacts\/(replays\/weather\/[^/]+\/replay\.json$|(promotions|runs|trials|models|twins|approvals|smoke|reports)\/weather\/|tracking\/weather\/[^/]+\/evaluations\/)/;
/** A try that comes again has a job of its own, whose files lie in a folder of its own. */
const JOB = /^(artifacts\/(?:trials|models|twins)\/weather\/[^/]+)-(\d+)(\/output\/.*)$/;
const JOB_IN_TEXT = /-\d+(?=\/output\/)/g;
/** Tries wait for each other: what a machine says of when it began is a little later. */
const BEGINNING = /\b17672\d{8}\b|\b2026-01-01T[\d:.]+Z/g;
/** They hold a hash, or a signature, of a text that names the job. */
const OVER_JOB_NAMES =
  /\/(model\.sig|manifest\.json)$|^artifacts\/registry\/weather\/versions\/|^artifacts\/tracking\/weather\//;

/** Of a version that nobody has committed: a ledger counts only beside the files that it is of (lake/silver-ledger.ts). */
const LEFT_BY_LOSERS = /^silver\/weather\/ledger\//;

function hashOf(body: Uint8Array): string {
  const text = Buffer.from(body).toString('latin1').replaceAll(JOB_IN_TEXT, '-0').replaceAll(BEGINNING, '');
  return createHash('sha256').update(text, 'latin1').digest('hex');
}

/** By key, the hash of what lies there; of jobs that ran again, the last run. */
function canonical(state: State): { readonly hashes: ReadonlyMap<string, string>; readonly retried: boolean } {
  const hashes = new Map<string, string>();
  const newest = new Map<string, number>();
  for (const key of state.keys()) {
    const [, job, attempt] = JOB.exec(key) ?? [];
    if (job !== undefined) newest.set(job, Math.max(newest.get(job) ?? 0, Number(attempt)));
  }
  for (const [key, body] of state) {
    const [, job, attempt, file] = JOB.exec(key) ?? [];
    if (job === undefined) hashes.set(key, hashOf(body));
    else if (newest.get(job) === Number(attempt)) hashes.set(`${job}-0${file}`, hashOf(body));
  }
  return { hashes, retried: [...newest.values()].some((attempt) => attempt > 0) };
}

/** Everything that lies anywhere while a run runs, by where. */
export function holdings(before: State) {
  const held = new Map([...before].map(([key, body]) => [key, new Set([hashOf(body)])]));
  const hold = (key: string, body: Uint8Array): void => {
    held.set(key, (held.get(key) ?? new Set()).add(hashOf(body)));
  };
  return { held, hold };
}

function differences(actual: State, expected: State, { compares, settles }: Leniency = {}): readonly string[] {
  const [is, shall] = [canonical(actual), canonical(expected)];
  const keys = new Set([...is.hashes.keys(), ...shall.hashes.keys()]);
  return [...keys].flatMap((key) => {
    const [got, wanted] = [is.hashes.get(key), shall.hashes.get(key)];
    if (got === wanted || FAILURE_RECORD.test(key)) return [];
    if (settles?.test(key) === true) return [];
    if (wanted === undefined && LEFT_BY_LOSERS.test(key)) return [];
    if (got !== undefined && wanted !== undefined && compares === 'objects') return [];
    if (got !== undefined && wanted !== undefined && is.retried && OVER_JOB_NAMES.test(key)) return [];
    return [`${got === undefined ? 'without' : wanted === undefined ? 'extra' : 'another'} ${key}`];
  });
}

const textOf = (message: Message): string => `${message.subject}\n${message.message}`.replaceAll(JOB_IN_TEXT, '-0');

/** People are told what they would have been told without the fault: twice is better than never. */
function messageFlaws(world: World, clean: CleanRun): readonly string[] {
  const [told, expected] = [world.messages, clean.messages].map((list) => new Set(list.map(textOf)));
  return [
    ...[...expected].filter((text) => !told.has(text)).map((text) => `nobody is told: ${text.split('\n')[0]}`),
    ...[...told].filter((text) => !expected.has(text)).map((text) => `told as well: ${text.split('\n')[0]}`),
  ];
}

interface Leniency {
  readonly compares?: 'objects' | undefined;
  readonly settles?: RegExp | undefined;
}

interface Expected extends Leniency {
  readonly clean: CleanRun;
}

export function cleanFlaws(run: MachineRun, world: World, { clean, ...leniency }: Expected): readonly string[] {
  const output = (one: MachineRun) => JSON.stringify(one.execution.output).replaceAll(JOB_IN_TEXT, '-0');
  return [
    ...differences(world.state(), clean.state, leniency),
    ...(leniency.compares === 'objects' || output(run) === output(clean) ? [] : ['another output']),
  ];
}

export function succeededFlaws(run: MachineRun, world: World, expected: Expected): readonly string[] {
  const { clean } = expected;
  const records = [...world.state().keys()].filter((key) => FAILURE_RECORD.test(key) && !clean.before.has(key));
  return [
    ...cleanFlaws(run, world, expected),
    ...messageFlaws(world, clean),
    ...records.map((key) => `a failure of nothing is recorded: ${key}`),
  ];
}

/** Nothing but what the run makes in any case, as far as it came; one record a machine that failed, one message; and the lock is free. */
export function failedFlaws(run: MachineRun, world: World, { clean, settles }: Expected): readonly string[] {
  const state = world.state();
  const odd = [...state].filter(
    ([key, body]) =>
      !FAILURE_RECORD.test(key) && !WORKING_FILES.test(key) && clean.held.get(key)?.has(hashOf(body)) !== true,
  );
  // What the run deletes in any case may be gone, as far as it came.
  const lost = [...clean.before.keys()].filter((key) => clean.state.has(key) && !state.has(key));
  return [
    ...odd.map(([key]) => `${clean.held.has(key) ? 'another' : 'extra'} ${key}`),
    ...lost.map((key) => `without ${key}`),
    ...recordFlaws(run, state),
    ...failureMessages(run, world),
    ...(settles?.test('artifacts/locks/weather.json') === true ? [] : lockFlaws(state, world)),
  ];
}

function recordFlaws({ executions }: MachineRun, state: State): readonly string[] {
  const failed = executions.filter(({ status }) => status === 'FAILED');
  const machineOf = (arn: string) => arn.slice(arn.lastIndexOf('-dev-') + '-dev-'.length);
  return failed.flatMap(({ machineArn, error }) => {
    const key = new RegExp(`/failure-${machineOf(machineArn)}\\.json$`);
    const records = [...state].filter(([path]) => FAILURE_RECORD.test(path) && key.test(path));
    if (records.some(([, body]) => Buffer.from(body).toString().includes(`"${error}"`))) return [];
    return [`no record of the failure of ${machineOf(machineArn)} by ${error}`];
  });
}

function failureMessages({ execution }: MachineRun, { messages }: World): readonly string[] {
  const failures = messages.filter(({ subject }) => / failed: /.test(subject));
  // A replay goes on past a window that failed, and says at its end which ones did.
  const inWindow = failures.filter(({ subject }) => !subject.startsWith('replay '));
  const told = new Set((inWindow.length === 0 ? failures : inWindow).map(textOf));
  // AWS lets no state catch it: whoever is above cannot know whether people were told, and tells them (lib/machines/failure.ts).
  const mayRepeat = execution.error === 'States.DataLimitExceeded';
  return told.size === 1 || (mayRepeat && told.size > 1) ? [] : [`${told.size} messages of the failure`];
}

function lockFlaws(state: State, { nowMs }: World): readonly string[] {
  const body = state.get('artifacts/locks/weather.json');
  if (body === undefined) return [];
  const { holder, expiresAtMs } = lockSchema.parse(JSON.parse(Buffer.from(body).toString()));
  return expiresAtMs > nowMs ? [`'${holder}' keeps the lock`] : [];
}

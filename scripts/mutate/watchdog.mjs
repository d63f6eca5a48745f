import { parentPort } from 'node:worker_threads';

const LOOK_EVERY_MS = 250;
/** A process that waits still collects garbage now and then, and is looked at by this thread: within the time that it may wait, one hundredth. */
const NEXT_TO_NOTHING_MS = 200;

/**
 * Ends the process, from a thread of its own, when a file of tests takes too much processor time, when it waits for what never comes, or when
 * nobody waits for it any more: code that loops without end hears no signal and no message. Not TypeScript, which a thread of Node 20
 * does not load.
 */
const parent = process.ppid;
/** What the process is at, a Watch of messages.ts. */
let watch = null;
let begunAt = used();
let busyAt = { cpuMs: used(), ms: performance.now() };

parentPort.on('message', (next) => {
  watch = next;
  begunAt = used();
  busyAt = { cpuMs: begunAt, ms: performance.now() };
});

setInterval(() => {
  const now = { cpuMs: used(), ms: performance.now() };
  if (now.cpuMs - busyAt.cpuMs > NEXT_TO_NOTHING_MS) busyAt = now;
  const isHung = watch !== null && (now.cpuMs - begunAt > watch.cpuMs || now.ms - busyAt.ms > watch.idleMs);
  if (isHung || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, LOOK_EVERY_MS);

function used() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

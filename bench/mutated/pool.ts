import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WORK_DIR } from '../paths.ts';
import type { Tried } from './try-file.ts';
import type { Told } from './worker.ts';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));
/** Of a file of some kilobytes, which takes a millisecond: on a loaded machine, too, this is for ever. */
const HANGS_AFTER_MS = 20_000;
const LOOKS_EACH_MS = 1000;
/** Memory of a process: bytes of a few files, and what the reader may take for them by its own limits. */
const HEAP_MIB = 1024;

export interface Judged {
  readonly seed: number;
  readonly tried:
    | Tried
    | { readonly kind: 'unknown'; readonly name: string; readonly verdict: 'hung' | 'crashed'; readonly why: string };
}

/** Reads files from the first number on in a process of its own, which is started again behind a file that ended it. */
export async function readFiles(
  first: number,
  { untilMs, most, each }: { readonly untilMs: number; readonly most: number; readonly each: (judged: Judged) => void },
): Promise<void> {
  let next = first;
  while (next < first + most && performance.now() < untilMs) {
    const ended = await runOnce(next, { count: first + most - next, untilMs, each });
    if (ended.why !== undefined)
      each({
        seed: ended.seed,
        tried: { kind: 'unknown', name: '', verdict: ended.hung ? 'hung' : 'crashed', why: ended.why },
      });
    next = ended.seed + 1;
  }
}

interface Ended {
  /** The last file that it looked at. */
  readonly seed: number;
  readonly hung: boolean;
  /** undefined where it did what it should. */
  readonly why?: string | undefined;
}

async function runOnce(
  first: number,
  {
    count,
    untilMs,
    each,
  }: { readonly count: number; readonly untilMs: number; readonly each: (judged: Judged) => void },
): Promise<Ended> {
  mkdirSync(WORK_DIR, { recursive: true });
  const place = join(WORK_DIR, `mutated-${process.pid}-${first}`);
  const fd = openSync(place, 'w+');
  const args = ['--import', 'tsx', `--max-old-space-size=${HEAP_MIB}`, WORKER, String(first), String(count)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', fd] });
  let stderr = '';
  child.stderr?.on('data', (data: Buffer) => (stderr = (stderr + data.toString()).slice(-2000)));
  const lines = createInterface({ input: child.stdio[1]! as NodeJS.ReadableStream });
  lines.on('line', (line) => (JSON.parse(line) as Told[]).forEach(each));
  const seedNow = (): number => Number(readFileSync(place, 'utf8').trim() || first);
  let [last, since, hung, late] = [-1, performance.now(), false, false];
  const look = setInterval(() => {
    const now = seedNow();
    if (now !== last) [last, since] = [now, performance.now()];
    hung = performance.now() - since > HANGS_AFTER_MS;
    late = performance.now() > untilMs;
    if (hung || late) child.kill('SIGKILL');
  }, LOOKS_EACH_MS);
  const code = await new Promise<number | null>((done) => child.on('close', (exit) => done(exit)));
  clearInterval(look);
  const seed = seedNow();
  closeSync(fd);
  if (hung) return { seed, hung, why: `read for more than ${HANGS_AFTER_MS / 1000} s` };
  if (late || code === 0) return { seed, hung };
  return { seed, hung, why: `the process ended with ${String(code)}: ${stderr.trim()}` };
}

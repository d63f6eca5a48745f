// The temporary folder of one run of the tests: what a test leaves in it fails the run. Plain JavaScript, as jest loads it.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Where tsx keeps what it has compiled: shared with all other runs, and not a test's. */
const TSX_CACHE = `tsx-${userInfo().uid}`;
/** What test files of one run share: see once-a-suite.ts. */
const SHARED = 'once-a-suite';

/** Before the workers start: they and their children inherit the folder. */
export function open() {
  const before = tmpdir();
  const folder = mkdtempSync(join(before, 'suite-'));
  mkdirSync(join(before, TSX_CACHE), { recursive: true });
  symlinkSync(join(before, TSX_CACHE), join(folder, TSX_CACHE));
  process.env.TMPDIR = folder;
}

/** @throws Error naming what was left */
export function close() {
  const folder = process.env.TMPDIR;
  const left = readdirSync(folder).filter((name) => name !== TSX_CACHE && name !== SHARED);
  rmSync(folder, { recursive: true });
  if (left.length === 0) return;
  const shown = left.slice(0, 20).join(', ');
  throw new Error(
    `tests left ${left.length} entries in the temporary folder: ${shown}${left.length > 20 ? ', ...' : ''}`,
  );
}

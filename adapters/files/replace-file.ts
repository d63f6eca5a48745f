import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TaggedObject } from '../../core/ports.ts';
import { codeOf, draftOf, orIfAbsent, replacingOf } from './files.ts';

const POLL_MS = 2;
/** A replacement takes milliseconds: one that holds the turn for so long has crashed, or must begin again. */
const TURN_ENDS_AFTER_MS = 1_000;

export function readTaggedFile(file: string): TaggedObject | undefined {
  const body = orIfAbsent(() => readFileSync(file), undefined);
  return body && { body, tag: createHash('sha256').update(body).digest('hex') };
}

/**
 * Compare-and-set on a file, among any number of processes. The turn is a folder with the new body in it, `<file>.replacing/<draft>`,
 * which is renamed into place: that succeeds only where no turn is under way, for a folder may replace an empty one but no other. The
 * body is then renamed onto the file, which applies it and ends the turn in one step. A turn that a crash left is ended by removing
 * its draft *by name*: whoever held it, even if only slow, can no longer apply it, and nobody else's turn is touched.
 */
export async function replaceFile(file: string, body: Uint8Array, tag: string): Promise<boolean> {
  while (readTaggedFile(file)?.tag === tag) {
    const draft = await takeTurn(file, body);
    try {
      if (readTaggedFile(file)?.tag !== tag) return false;
      renameSync(draft, file);
      return true;
    } catch (error) {
      // The turn was ended by another process, before it changed anything.
      if (codeOf(error) !== 'ENOENT') throw error;
    } finally {
      rmSync(draft, { force: true });
      removeIfEmpty(replacingOf(file));
    }
  }
  return false;
}

/** Waits for the turn. @returns the path of the draft, which exists as long as the turn lasts. */
async function takeTurn(file: string, body: Uint8Array): Promise<string> {
  const prepared = draftOf(file);
  const name = `${basename(file)}.draft-${randomUUID()}`;
  mkdirSync(prepared);
  try {
    writeFileSync(join(prepared, name), body);
    while (!renamedOntoNothing(prepared, replacingOf(file))) await waitForTurn(replacingOf(file));
  } finally {
    rmSync(prepared, { recursive: true, force: true });
  }
  return join(replacingOf(file), name);
}

/** False when the other folder holds something. */
function renamedOntoNothing(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}

/** Until the present turn is over, or has lasted too long and was ended. */
async function waitForTurn(folder: string): Promise<void> {
  const drafts = (): readonly string[] => orIfAbsent(() => readdirSync(folder), []);
  const [holder] = drafts();
  for (let waitedMs = 0; holder !== undefined && waitedMs < TURN_ENDS_AFTER_MS; waitedMs += POLL_MS) {
    await sleep(POLL_MS);
    if (!drafts().includes(holder)) return;
  }
  if (holder !== undefined) rmSync(join(folder, holder), { force: true });
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(codeOf(error) ?? '')) throw error;
  }
}

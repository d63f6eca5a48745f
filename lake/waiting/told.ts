import { deserialize, serialize } from 'node:v8';
import type { WaitingEntry } from '../../core/contracts/waiting.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { Tracker } from '../../core/ports.ts';
import { sha256 } from '../../tables/sha256.ts';

/** A call of a tracker's method, as plain data. */
export type Told = {
  [Kind in keyof Tracker]: { readonly kind: Kind; readonly args: Parameters<Tracker[Kind]> };
}[keyof Tracker];

export async function send(tracker: Tracker, told: Told): Promise<void> {
  switch (told.kind) {
    case 'record':
      return tracker.record(...told.args);
    case 'evaluate':
      return tracker.evaluate(...told.args);
    case 'markProduction':
      return tracker.markProduction(...told.args);
    case 'markRefused':
      return tracker.markRefused(...told.args);
    default:
      return told satisfies never;
  }
}

/** What of it tells it from others of its kind. */
export function subjectOf(told: Told): Pick<WaitingEntry, 'kind' | 'dataset' | 'runId' | 'part'> {
  const { kind } = told;
  switch (kind) {
    case 'record': {
      const [{ dataset, runId }] = told.args;
      return { kind, dataset, runId, part: '' };
    }
    case 'evaluate': {
      const [{ dataset, selection, part }] = told.args;
      return { kind, dataset, runId: selection.runId, part };
    }
    case 'markProduction':
    case 'markRefused': {
      const [{ dataset, runId }] = told.args;
      return { kind, dataset, runId, part: '' };
    }
    default:
      return told satisfies never;
  }
}

/**
 * Bytes as they are, and every number: JSON has no NaN and no Infinity. Node reads what former versions of it wrote.
 *
 * @param uri of the server: two servers may be told the same, and each has to take it
 */
export function contentOf(told: Told, uri: string): { readonly id: string; readonly body: Uint8Array } {
  const body = serialize({ ...told, uri });
  return { id: sha256(body), body };
}

/** @throws TrackingRefused where it is not what was written */
export function toldIn(id: string, body: Uint8Array | undefined): Told {
  const found = body && sha256(body);
  if (body !== undefined && found === id) return deserialize(body) as Told;
  throw new PlatformError(ERROR_NAMES.trackingRefused, {
    problem: 'the content of what waits for the tracking server was changed',
    got: found === undefined ? 'nothing' : `sha256 ${found}`,
    allowed: `sha256 ${id}`,
    hint: `restore the version of waiting/content/${id} that has this hash`,
  });
}

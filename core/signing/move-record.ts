import { parseJsonText } from '../contracts/json-text.ts';
import { parseStored } from '../contracts/stored.ts';
import { type Transition, transitionSchema } from '../contracts/promotion.ts';
import { canonicalJson } from './canonical-json.ts';

/** So that a signature over a move counts for nothing else, and none of a model for a move. */
export const MOVE_PAYLOAD_TYPE = 'application/vnd.forecasting.production-move+json';

/** SHA-256 of a text in UTF-8, in hex. */
type Hash = (text: string) => string;

/** A move as it is stored, with the fields that this release does not know: what is signed and hashed is the whole. */
export interface MoveRecord {
  readonly move: Transition;
  readonly text: string;
  readonly stored: object;
}

/** @throws SyntaxError, ZodError, RangeError where it is no record of a move */
export function parseMove(text: string): MoveRecord {
  const stored: unknown = parseJsonText(text);
  return { move: parseStored(stored, transitionSchema), text, stored: stored as object };
}

/** What the audit key signs, of a record that is signed or not yet. @throws RangeError where it is nested beyond all measure */
export function signedText(stored: object): string {
  return canonicalJson(Object.fromEntries(Object.entries(stored).filter(([field]) => field !== 'signature')));
}

/** What the record after this one names it by. */
export function linkOf({ stored }: MoveRecord, hash: Hash): string {
  return hash(canonicalJson(stored));
}

/** Where a chain of moves lies. */
export interface ChainPlace {
  readonly dataset: string;
  /** undefined where it is the data set's own. */
  readonly replay: string | undefined;
}

/** What is wrong with a record by itself; undefined where nothing is. Not whether its signature is valid. */
export function placeProblem({ move }: MoveRecord, revision: number, place: ChainPlace): string | undefined {
  if (move.dataset !== place.dataset) return `it is a move of the data set '${move.dataset}'`;
  if (move.revision !== revision) return `it is revision ${move.revision}`;
  if (move.signature !== undefined && move.replay !== place.replay) {
    return move.replay === undefined
      ? 'it was made outside of this replay'
      : `it was made in the replay ${move.replay}`;
  }
  return undefined;
}

/**
 * Whether a move follows from the one before: it begins where that one went, and was signed over its record as it is. Moves that are not signed
 * are those of a release that signed none, so that none comes after a signed one.
 *
 * @param before undefined of the first
 * @returns what is wrong; undefined where nothing is
 */
export function linkProblem({ move }: MoveRecord, before: MoveRecord | undefined, hash: Hash): string | undefined {
  const from = before?.move.to ?? null;
  if (move.from !== from) return `it moves from ${versionText(move.from)}, and what was there is ${versionText(from)}`;
  if (move.signature === undefined) {
    const isOfOld = move.previousSha256 === undefined && before?.move.signature === undefined;
    return isOfOld ? undefined : 'it is not signed, and moves before it are';
  }
  const link = before === undefined ? undefined : linkOf(before, hash);
  if (move.previousSha256 === link) return undefined;
  return before === undefined
    ? 'it is the first, and was signed as one that follows another'
    : `revision ${before.move.revision} is not the record that it was signed over`;
}

function versionText(version: number | null): string {
  return version === null ? 'no version' : `version ${version}`;
}

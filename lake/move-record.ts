import { preAuthEncoding } from '../core/signing/bundle.ts';
import { MOVE_PAYLOAD_TYPE, type MoveRecord, parseMove, signedText } from '../core/signing/move-record.ts';
import { sha256 } from '../tables/sha256.ts';

/** @throws SyntaxError, TypeError, ZodError, RangeError where it is no record of a move */
export function readMove(body: Uint8Array): MoveRecord {
  // What is no UTF-8 is no text of ours: two such objects must not read alike.
  return parseMove(new TextDecoder('utf-8', { fatal: true }).decode(body));
}

export function bytesOf({ text }: Pick<MoveRecord, 'text'>): Uint8Array {
  return new TextEncoder().encode(text);
}

/** What is signed of a move: the DSSE encoding of its canonical JSON without the signature. */
export function messageOf(stored: object): Uint8Array {
  return preAuthEncoding(bytesOf({ text: signedText(stored) }), MOVE_PAYLOAD_TYPE);
}

export function hashOf(text: string): string {
  return sha256(bytesOf({ text }));
}

import * as z from 'zod';
import { SIGNED_FILES } from '../contracts/keys.ts';
import { canonicalJson } from './canonical-json.ts';
import { parseJson } from './parse-json.ts';
import { refused } from './refused.ts';

/** The signature's file in the folder that it covers. */
export const SIGNATURE_FILE = SIGNED_FILES.signature;

const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** Base64 of the longest DER signature on P-256, 72 bytes. */
const MAX_SIGNATURE_CHARACTERS = 96;

/** What a bundle carries: base64 texts, and the id of the key that is said to have signed. */
export interface SignedPayload {
  readonly keyId: string;
  readonly payload: string;
  readonly signature: string;
}

/** Members that the format knows and we do not use are let through: nothing in a bundle is trusted but the signed payload. */
const bundleSchema = z.object({
  mediaType: z.literal(BUNDLE_TYPE),
  verificationMaterial: z.object({ publicKey: z.object({ hint: z.string() }) }),
  dsseEnvelope: z.object({
    payload: z.base64(),
    payloadType: z.string(),
    signatures: z.array(z.object({ sig: z.base64().min(1).max(MAX_SIGNATURE_CHARACTERS) })).length(1),
  }),
});

/** A Sigstore bundle around a DSSE envelope, as `model_signing sign key` writes it. https://docs.sigstore.dev/about/bundle */
export function bundleText({ keyId, payload, signature }: SignedPayload): string {
  return canonicalJson({
    mediaType: BUNDLE_TYPE,
    verificationMaterial: { publicKey: { hint: keyId }, tlogEntries: [] },
    dsseEnvelope: { payload, payloadType: PAYLOAD_TYPE, signatures: [{ sig: signature, keyid: '' }] },
  });
}

/** @throws SignatureRefused when it is no such bundle, or its payload is not said to be an in-toto statement */
export function parseBundle(text: string): SignedPayload {
  const bundle = parseJson(text, bundleSchema, SIGNATURE_FILE);
  const { payload, payloadType, signatures } = bundle.dsseEnvelope;
  if (payloadType !== PAYLOAD_TYPE) {
    throw refused(`${SIGNATURE_FILE} signs another type of payload`, { got: payloadType, allowed: PAYLOAD_TYPE });
  }
  return { keyId: bundle.verificationMaterial.publicKey.hint, payload, signature: signatures[0].sig };
}

/** The bytes that are signed: the payload with its type, in ASCII, and length. https://github.com/secure-systems-lab/dsse/blob/v1.0.0/protocol.md */
export function preAuthEncoding(payload: Uint8Array, payloadType = PAYLOAD_TYPE): Uint8Array {
  const head = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `;
  const message = new Uint8Array(head.length + payload.length);
  message.set(Array.from(head, (character) => character.charCodeAt(0)));
  message.set(payload, head.length);
  return message;
}

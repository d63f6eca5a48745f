import * as z from 'zod';
import { deliveryKeys } from '../../../core/contracts/delivery.ts';
import { ERROR_NAMES, PlatformError } from '../../../core/contracts/errors.ts';
import {
  EVIDENCE_FORMAT,
  type EvidenceHashes,
  evidenceHashesSchema,
  evidenceSchema,
  type ReleaseEvidence,
} from '../../../core/contracts/evidence.ts';
import { type ObjectStore, uriOf } from '../../../core/ports.ts';
import { jsonBytes } from '../../../lake/json-object.ts';
import { renderEvidence } from '../../../report/evidence/render-evidence.ts';
import { sha256 } from '../../../tables/sha256.ts';

/** Writes evidence and page, and then their hashes: without these the two are not complete. A commit's evidence made again takes its place. */
export async function keepEvidence(evidence: ReleaseEvidence, store: ObjectStore): Promise<EvidenceHashes> {
  const { commit } = evidence;
  const body = jsonBytes(evidence);
  const json = sha256(body);
  const page = new TextEncoder().encode(renderEvidence(evidence, json));
  const hashes: EvidenceHashes = { version: EVIDENCE_FORMAT, commit, json, page: sha256(page) };
  await store.write(deliveryKeys.evidence(commit), body);
  await store.write(deliveryKeys.evidencePage(commit), page);
  await store.write(deliveryKeys.evidenceHashes(commit), jsonBytes(hashes));
  return hashes;
}

/**
 * The evidence of a commit, as it was made. Whoever can write the store can write all three objects: the hash that the approval showed, which
 * lies elsewhere, is what settles it.
 *
 * @param shown that hash, of evidence.json, where it is known
 * @throws EvidenceTampered; FormatNewer; ObjectNotFound where there is none
 */
export async function verifiedEvidence(commit: string, store: ObjectStore, shown?: string): Promise<ReleaseEvidence> {
  const hashes = parsed(await store.read(deliveryKeys.evidenceHashes(commit)), evidenceHashesSchema);
  const body = await store.read(deliveryKeys.evidence(commit));
  const page = await store.read(deliveryKeys.evidencePage(commit));
  requireHash(uriOf(store, deliveryKeys.evidence(commit)), sha256(body), hashes.json);
  requireHash(uriOf(store, deliveryKeys.evidencePage(commit)), sha256(page), hashes.page);
  if (shown !== undefined) requireHash(uriOf(store, deliveryKeys.evidence(commit)), hashes.json, shown);
  const evidence = parsed(body, evidenceSchema);
  if (evidence.commit === commit) return evidence;
  throw tampered({ problem: 'the evidence is of another commit', got: evidence.commit, allowed: commit });
}

const versionSchema = z.looseObject({ version: z.number().int() });

/** @throws FormatNewer */
function parsed<T>(body: Uint8Array, schema: z.ZodType<T>): T {
  const found: unknown = JSON.parse(new TextDecoder().decode(body));
  const { version } = versionSchema.parse(found);
  if (version <= EVIDENCE_FORMAT) return schema.parse(found);
  throw new PlatformError(ERROR_NAMES.formatNewer, {
    problem: 'the evidence was written by a newer release',
    got: `format ${version}`,
    allowed: `at most format ${EVIDENCE_FORMAT}`,
    hint: 'run this from the newer checkout',
  });
}

function requireHash(what: string, got: string, allowed: string): void {
  if (got !== allowed) throw tampered({ problem: `${what} is not what was made`, got, allowed });
}

function tampered(evidence: {
  readonly problem: string;
  readonly got: string;
  readonly allowed: string;
}): PlatformError {
  const hint = "make it again: 'npm run deliver -- evidence', and compare it with what was approved";
  return new PlatformError(ERROR_NAMES.evidenceTampered, { ...evidence, hint });
}

import type { ObjectLocation } from '../object-uri.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { SignedPayload } from '../../core/signing/bundle.ts';
import { canonicalJson } from '../../core/signing/canonical-json.ts';
import { compareFiles } from '../../core/signing/compare-files.ts';
import { describeDifference, MANIFEST_FILE, manifestText } from '../../core/signing/manifest.ts';
import { refused } from '../../core/signing/refused.ts';
import type { FileDigests } from '../../core/signing/statement.ts';
import { parseStatement } from '../../core/signing/statement.ts';
import { MODEL_FILE } from '../../core/models/model-file.ts';
import { sha256 } from '../../tables/sha256.ts';
import { digestFiles } from './signed-folder.ts';

const MAX_DIFFERENCES = 5;
const RESTORE = 'a signed version never changes: restore its first object versions, or train and register again';

/**
 * Whether the signed statement covers the files of the folder as they are, and the files are those of the registry's entry. Says
 * nothing about who signed.
 *
 * @throws SignatureRefused
 */
export async function requireCovered(
  version: ModelVersion,
  folder: ObjectLocation,
  { payload }: SignedPayload,
): Promise<void> {
  const signed = parseStatement(Buffer.from(payload, 'base64').toString(), sha256);
  const present = await digestFiles(folder);
  requireSameFiles(signed, present);
  await requireManifest(version, folder, present);
  requireRegisteredModel(version, present);
}

/** The manifest that the registry's entry stands for. */
export function manifestOf(version: ModelVersion): Uint8Array {
  const entrySha256 = sha256(new TextEncoder().encode(canonicalJson(version)));
  return new TextEncoder().encode(manifestText(version, entrySha256));
}

/** @throws SignatureRefused when the model file is missing, or is not what was registered */
export function requireRegisteredModel({ artifactSha256 }: ModelVersion, files: FileDigests): void {
  const got = files.get(MODEL_FILE);
  if (got === artifactSha256) return;
  throw refused(`${MODEL_FILE} is not what was registered`, {
    got: got ?? 'no such file',
    allowed: artifactSha256,
    hint: RESTORE,
  });
}

function requireSameFiles(signed: FileDigests, present: FileDigests): void {
  const differences = compareFiles(signed, present);
  if (differences.length === 0) return;
  const rest = differences.length - MAX_DIFFERENCES;
  const shown = differences.slice(0, MAX_DIFFERENCES).join(', ');
  throw refused(`the files are not those that were signed: ${shown}${rest > 0 ? `, and ${rest} more` : ''}`, {
    hint: RESTORE,
  });
}

async function requireManifest(version: ModelVersion, folder: ObjectLocation, files: FileDigests): Promise<void> {
  const expected = manifestOf(version);
  if (files.get(MANIFEST_FILE) === sha256(expected)) return;
  if (!files.has(MANIFEST_FILE)) throw refused(`there is no ${MANIFEST_FILE} among the signed files`);
  const found = await folder.store.read(`${folder.key}/${MANIFEST_FILE}`);
  const text = new TextDecoder();
  throw refused(`${MANIFEST_FILE} is not that of the registry's entry`, {
    got: describeDifference(text.decode(found), text.decode(expected)),
    hint: 'the files belong to another version, or the entry was edited: restore what was registered, or train again',
  });
}

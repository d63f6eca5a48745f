import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ERROR_NAMES, PlatformError } from '../../../core/contracts/errors.ts';
import type { EvidenceHashes, ReleaseEvidence } from '../../../core/contracts/evidence.ts';
import { findDelivery } from '../../../environments/index.ts';
import type { DeliveryHost } from '../../../hosts/delivery.ts';
import { evidenceSources } from '../../../hosts/evidence-sources.ts';
import { visible } from '../../../core/contracts/visible.ts';
import type { View } from '../../view.ts';
import { pageAddress, shellExports } from './address.ts';
import { keepEvidence, verifiedEvidence } from './keep-evidence.ts';
import { makeEvidence } from './make-evidence.ts';
import { pricing } from './pricing.ts';
import { imageFiles } from './shipped-packages.ts';

export interface EvidenceVerb {
  readonly commit: string;
  /** `s3://bucket`, or a folder. */
  readonly store: string;
  /** The checkout. */
  readonly root: string;
}

/** What a build project's shell reads afterwards (lib/delivery/commands.ts). */
const EXPORTS = { folder: 'out', file: 'evidence.env' } as const;

/** Writes evidence, page and hashes, and says where. @throws EvidenceRefused after it was written: a release ends there */
export async function evidence({ commit, store, root }: EvidenceVerb, host: DeliveryHost): Promise<View> {
  const { allowedReplacements, region } = findDelivery();
  const outside = { sources: { ...evidenceSources(host.on, root), imageFiles }, pricing };
  const made = await makeEvidence({ commit, allowedReplacements }, host, outside);
  const hashes = await keepEvidence(made, host.releases.store);
  const url = pageAddress(commit, store, region);
  await mkdir(join(root, EXPORTS.folder), { recursive: true });
  const variables = { EVIDENCE_URL: url, EVIDENCE_SHA256: hashes.json, EVIDENCE_VERDICT: made.verdict };
  await writeFile(join(root, EXPORTS.folder, EXPORTS.file), shellExports(variables));
  for (const line of linesOf(made, hashes, url)) host.say(line);
  if (made.verdict === 'refuse') throw refused(made, url);
  return { json: { commit, verdict: made.verdict, url, sha256: hashes.json }, text: url };
}

/** Holds what is stored against its hashes, and against the one that an approval showed. @throws EvidenceTampered; EvidenceRefused */
export async function verifyEvidence(
  commit: string,
  shown: string | undefined,
  { releases }: Pick<DeliveryHost, 'releases'>,
): Promise<View> {
  const made = await verifiedEvidence(commit, releases.store, shown);
  const { verdict, madeAt } = made;
  if (verdict === 'refuse') throw refused(made, 'its page');
  const against =
    shown === undefined ? 'its stored hashes (give --sha256 to hold it against what was approved)' : shown;
  const text = `The evidence of ${commit}, made ${madeAt}, is as it was made, by ${against}; its verdict: ${verdict}`;
  return { json: { commit, madeAt, verdict, verified: true }, text };
}

function linesOf({ verdict, assumed, reasons }: ReleaseEvidence, { json }: EvidenceHashes, url: string): string[] {
  return [
    `Evidence: ${verdict}`,
    ...reasons.map((reason) => `  refused: ${visible(reason)}`),
    ...assumed.map((fact) => `  assumed: ${visible(fact)}`),
    `  page: ${url}`,
    `  SHA-256 of evidence.json: ${json}`,
  ];
}

function refused({ commit, reasons }: ReleaseEvidence, url: string): PlatformError {
  return new PlatformError(ERROR_NAMES.evidenceRefused, {
    problem: `the evidence of ${commit} refuses its release`,
    got: `${reasons.length} reasons, the first: ${visible(reasons[0] ?? '')}`,
    hint: `read ${url}`,
  });
}

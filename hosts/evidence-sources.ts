import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { ECRClient } from '@aws-sdk/client-ecr';
import { deployedTemplate } from '../adapters/aws/deployed-template.ts';
import { imageScan, scannedImage } from '../adapters/aws/image-scan.ts';
import { npmAudit } from '../adapters/npm/audit.ts';
import { packagesOfFiles } from '../adapters/npm/packages.ts';
import type { EvidenceSources } from '../core/delivery/evidence/sources.ts';
import { settingsIn } from './target-role.ts';

/** @param root the checkout of the commit that the evidence is of */
export function evidenceSources(on: 'account' | 'folder', root: string): Omit<EvidenceSources, 'imageFiles'> {
  return {
    ...(on === 'account' ? OF_ACCOUNTS : OF_A_FOLDER),
    audit: () => npmAudit(root),
    packagesOf: (files) => packagesOfFiles(root, files),
    checkoutFile: (path) => fileText(join(root, path)),
  };
}

type OfAccounts = Pick<EvidenceSources, 'deployedTemplate' | 'imageScan'>;

const OF_ACCOUNTS: OfAccounts = {
  async deployedTemplate(place) {
    return deployedTemplate(new CloudFormationClient(await settingsIn(place, 'read')), place.stack);
  },
  async imageScan(image) {
    const scanned = scannedImage(image);
    return imageScan(new ECRClient({ region: scanned.region }), scanned);
  },
};

/** A rehearsal has nobody to ask. */
const OF_A_FOLDER: OfAccounts = {
  async deployedTemplate({ stack }) {
    throw new Error(`a folder has no CloudFormation that knows the stack ${stack}`);
  },
  async imageScan(image) {
    throw new Error(`no repository scans ${image} for a folder`);
  },
};

async function fileText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

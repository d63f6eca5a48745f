import { type ECRClient, paginateDescribeImageScanFindings } from '@aws-sdk/client-ecr';
import type { ImageScan } from '../../core/delivery/evidence/compliance.ts';

const IMAGE = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[a-z.]+\/([^@:]+)@(sha256:[0-9a-f]{64})$/;

export interface ScannedImage {
  readonly registryId: string;
  readonly region: string;
  readonly repositoryName: string;
  readonly imageDigest: string;
}

/** @param image `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME@sha256:...` */
export function scannedImage(image: string): ScannedImage {
  const [, registryId, region, repositoryName, imageDigest] = IMAGE.exec(image) ?? [];
  if (registryId === undefined || region === undefined || repositoryName === undefined || imageDigest === undefined) {
    throw new Error(`'${image}' is no image of ECR by its digest, so nobody can ask for its scan`);
  }
  return { registryId, region, repositoryName, imageDigest };
}

/** What ECR's scan has found, basic or enhanced. @throws ScanNotFoundException where it was never scanned */
export async function imageScan(client: ECRClient, image: ScannedImage): Promise<ImageScan> {
  const { registryId, repositoryName, imageDigest } = image;
  const pages = paginateDescribeImageScanFindings(
    { client },
    { registryId, repositoryName, imageId: { imageDigest }, maxResults: 1000 },
  );
  let scan: ImageScan = { status: 'unknown', findings: {}, critical: [] };
  for await (const { imageScanStatus, imageScanFindings: found } of pages) {
    const critical = [
      ...(found?.findings ?? []).map(({ name, severity }) => ({ name, severity })),
      ...(found?.enhancedFindings ?? []).map(({ title, severity }) => ({ name: title, severity })),
    ].flatMap(({ name, severity }) => (severity === 'CRITICAL' ? [name ?? 'without a name'] : []));
    scan = {
      status: imageScanStatus?.status ?? scan.status,
      findings: { ...scan.findings, ...found?.findingSeverityCounts },
      critical: [...scan.critical, ...critical],
    };
  }
  return scan;
}

import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { DescribeImageScanFindingsCommand, ECRClient } from '@aws-sdk/client-ecr';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { deployedTemplate } from '../../../adapters/aws/deployed-template.ts';
import { imageScan, scannedImage } from '../../../adapters/aws/image-scan.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;
const IMAGE = `444444444444.dkr.ecr.eu-central-1.amazonaws.com/acme/forecaster@${DIGEST}`;

describe('the template that a stack was deployed with', () => {
  const cloudFormation = mockClient(CloudFormationClient);
  const client = new CloudFormationClient({ region: 'eu-central-1' });
  beforeEach(() => void cloudFormation.reset());

  it('is asked for as it was given', async () => {
    cloudFormation
      .on(GetTemplateCommand, { StackName: 'forecasting-prod', TemplateStage: 'Original' })
      .resolves({ TemplateBody: '{"Resources":{}}' });
    expect(await deployedTemplate(client, 'forecasting-prod')).toEqual({ Resources: {} });
  });

  it('is none where there is no such stack, and no other refusal is taken for that', async () => {
    const error = (message: string) => Object.assign(new Error(message), { name: 'ValidationError' });
    cloudFormation
      .on(GetTemplateCommand)
      .rejectsOnce(error('Stack with id x does not exist'))
      .rejects(error('Rate exceeded'));
    expect(await deployedTemplate(client, 'x')).toBeUndefined();
    await expect(deployedTemplate(client, 'x')).rejects.toThrow('Rate exceeded');
  });

  it('is not made up where CloudFormation gives something else', async () => {
    cloudFormation.on(GetTemplateCommand).resolves({ TemplateBody: 'Resources:\n  A: {}' });
    await expect(deployedTemplate(client, 'x')).rejects.toThrow(SyntaxError);
  });
});

describe('the scan of an image', () => {
  const ecr = mockClient(ECRClient);
  const client = new ECRClient({ region: 'eu-central-1' });
  beforeEach(() => void ecr.reset());

  it('is of one image by its digest', () => {
    expect(scannedImage(IMAGE)).toEqual({
      registryId: '444444444444',
      region: 'eu-central-1',
      repositoryName: 'acme/forecaster',
      imageDigest: DIGEST,
    });
    expect(() => scannedImage(IMAGE.replace(`@${DIGEST}`, ':latest'))).toThrow('is no image of ECR by its digest');
  });

  it('has the counts by severity, and the critical findings of all pages, basic and enhanced', async () => {
    ecr
      .on(DescribeImageScanFindingsCommand, {
        registryId: '444444444444',
        repositoryName: 'acme/forecaster',
        imageId: { imageDigest: DIGEST },
      })
      .resolvesOnce({
        imageScanStatus: { status: 'ACTIVE' },
        imageScanFindings: {
          findingSeverityCounts: { CRITICAL: 2, HIGH: 1 },
          findings: [
            { name: 'CVE-1', severity: 'CRITICAL' },
            { name: 'CVE-2', severity: 'HIGH' },
          ],
        },
        nextToken: 'more',
      })
      .resolves({
        imageScanStatus: { status: 'ACTIVE' },
        imageScanFindings: { enhancedFindings: [{ title: 'CVE-3', severity: 'CRITICAL' }] },
      });
    expect(await imageScan(client, scannedImage(IMAGE))).toEqual({
      status: 'ACTIVE',
      findings: { CRITICAL: 2, HIGH: 1 },
      critical: ['CVE-1', 'CVE-3'],
    });
  });

  it('is not there where the image was never scanned', async () => {
    ecr
      .on(DescribeImageScanFindingsCommand)
      .rejects(Object.assign(new Error('no scan'), { name: 'ScanNotFoundException' }));
    await expect(imageScan(client, scannedImage(IMAGE))).rejects.toMatchObject({ name: 'ScanNotFoundException' });
  });
});

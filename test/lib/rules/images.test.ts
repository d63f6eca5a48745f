import { describe, expect, it } from '@jest/globals';
import { immutableAndScannedImages } from '../../../lib/rules/images.ts';
import { BUCKET, judged } from './judged.ts';

const Properties = { ImageTagMutability: 'IMMUTABLE', ImageScanningConfiguration: { ScanOnPush: true } };
const REPOSITORY = { Type: 'AWS::ECR::Repository', Properties };

describe('a repository of images', () => {
  it('moves no tag, and scans what comes', () => {
    expect(judged(immutableAndScannedImages, REPOSITORY)).toBe('complies');
  });

  it.each([
    ['with tags that move', { ...Properties, ImageTagMutability: 'MUTABLE' }, 'a tag may be moved to another image'],
    ['that says nothing', {}, 'a tag may be moved to another image'],
    [
      'that scans on demand',
      { ...Properties, ImageScanningConfiguration: { ScanOnPush: false } },
      'images are not scanned when pushed',
    ],
    [
      'that scans nothing',
      { ...Properties, ImageScanningConfiguration: undefined },
      'images are not scanned when pushed',
    ],
  ])('is none %s', (_, broken, problem) => {
    expect(judged(immutableAndScannedImages, { ...REPOSITORY, Properties: broken })).toEqual({ problem });
  });

  it('is meant, and nothing else', () => {
    expect(judged(immutableAndScannedImages, BUCKET)).toBe('not applicable');
  });
});

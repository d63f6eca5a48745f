import { verdict } from './rule.ts';
import type { RuledResource, Verdict } from './rule.ts';

interface Repository {
  readonly ImageTagMutability?: string;
  readonly ImageScanningConfiguration?: { readonly ScanOnPush?: boolean };
}

/** A tag names one image for ever, and every image is scanned when it comes: what was judged is what runs. */
export function immutableAndScannedImages({ Type, Properties = {} }: RuledResource): Verdict {
  if (Type !== 'AWS::ECR::Repository') return 'not applicable';
  const { ImageTagMutability, ImageScanningConfiguration } = Properties as Repository;
  if (ImageTagMutability !== 'IMMUTABLE') return { problem: 'a tag may be moved to another image' };
  return verdict(ImageScanningConfiguration?.ScanOnPush === true ? undefined : 'images are not scanned when pushed');
}

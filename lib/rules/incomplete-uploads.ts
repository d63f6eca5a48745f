import { verdict } from './rule.ts';
import type { RuledResource, Verdict } from './rule.ts';

interface LifecycleRule {
  readonly Status: string;
  readonly Prefix?: string;
  readonly Filter?: unknown;
  readonly TagFilters?: unknown;
  readonly ObjectSizeGreaterThan?: unknown;
  readonly ObjectSizeLessThan?: unknown;
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
}

/** Parts of an upload that nobody ended are paid for and shown by no list: every bucket drops them, whatever their keys. */
export function incompleteUploads({ Type, Properties = {} }: RuledResource): Verdict {
  if (Type !== 'AWS::S3::Bucket') return 'not applicable';
  const { Rules = [] } = (Properties.LifecycleConfiguration ?? {}) as { readonly Rules?: readonly LifecycleRule[] };
  return verdict(Rules.some(abortsAll) ? undefined : 'no rule of the life cycle ends incomplete uploads of all keys');
}

function abortsAll(rule: LifecycleRule): boolean {
  const { Status, Prefix = '', Filter, TagFilters, ObjectSizeGreaterThan, ObjectSizeLessThan } = rule;
  const isOfAll = Prefix === '' && (Filter ?? TagFilters ?? ObjectSizeGreaterThan ?? ObjectSizeLessThan) === undefined;
  return Status === 'Enabled' && isOfAll && rule.AbortIncompleteMultipartUpload !== undefined;
}

import { describe, expect, it } from '@jest/globals';
import { incompleteUploads } from '../../../lib/rules/incomplete-uploads.ts';
import { BUCKET, judged, role } from './judged.ts';

const ABORT = { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } };
const EXPIRE = { Status: 'Enabled', ExpirationInDays: 30 };
const bucket = (...Rules: readonly unknown[]) => ({ ...BUCKET, Properties: { LifecycleConfiguration: { Rules } } });

describe('a bucket', () => {
  it('drops the parts of uploads that nobody ends', () => {
    expect(judged(incompleteUploads, bucket(ABORT))).toBe('complies');
    expect(judged(incompleteUploads, bucket(EXPIRE, { ...ABORT, ExpirationInDays: 30, Prefix: '' }))).toBe('complies');
  });

  it.each([
    ['has no life cycle', BUCKET],
    ['has one of other things', bucket(EXPIRE)],
    ['has one that is off', bucket({ ...ABORT, Status: 'Disabled' })],
    ['has one of some keys', bucket({ ...ABORT, Prefix: 'tables/' })],
    ['has one by a filter', bucket({ ...ABORT, Filter: { Prefix: 'tables/' } })],
    ['has one of large objects', bucket({ ...ABORT, ObjectSizeGreaterThan: 1 })],
  ])('does not where it %s', (_, resource) => {
    expect(judged(incompleteUploads, resource)).toEqual({
      problem: 'no rule of the life cycle ends incomplete uploads of all keys',
    });
  });

  it('is meant, and nothing else', () => {
    expect(judged(incompleteUploads, role())).toBe('not applicable');
  });
});

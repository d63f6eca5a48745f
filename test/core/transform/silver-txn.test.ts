import { describe, expect, it } from '@jest/globals';
import { doneVersion, silverTxn } from '../../../core/transform/silver-txn.ts';

const txns = (entries: Record<string, number>) => new Map(Object.entries(entries));

describe('silverTxn', () => {
  it('is the bronze version under the contract that read it', () => {
    expect(silverTxn(txns({}), 'aa', 3)).toEqual({ appId: 'transform:aa', version: 3 });
    expect(silverTxn(txns({ 'transform:aa': 3 }), 'aa', 3)).toEqual({ appId: 'transform:aa', version: 3 });
  });

  it('is none where another contract has read the same version: whose rows are there is unclear', () => {
    expect(silverTxn(txns({ 'transform:aa': 3, 'transform:bb': 3 }), 'aa', 3)).toBeUndefined();
  });

  it('is its own the first time that a contract reads a version', () => {
    expect(silverTxn(txns({ 'transform:bb': 3 }), 'aa', 3)).toEqual({ appId: 'transform:aa', version: 3 });
  });

  it('is its own where others contend, and where the table has other writers', () => {
    const own = { appId: 'transform:aa', version: 3 };
    expect(silverTxn(txns({ 'transform:bb': 3, 'transform:cc': 3 }), 'aa', 3)).toEqual(own);
    expect(silverTxn(txns({ 'transform:aa': 3, optimize: 9 }), 'aa', 3)).toEqual(own);
  });

  it('does not mind what another contract read before', () => {
    expect(silverTxn(txns({ 'transform:aa': 3, 'transform:bb': 2 }), 'aa', 3)).toEqual({
      appId: 'transform:aa',
      version: 3,
    });
    expect(silverTxn(txns({ 'transform:bb': 2 }), 'aa', 3)).toEqual({ appId: 'transform:aa', version: 3 });
  });
});

describe('doneVersion', () => {
  it('is the newest bronze version that any contract has brought to silver', () => {
    expect(doneVersion(txns({ 'transform:aa': 3, 'transform:bb': 5, optimize: 9 }))).toBe(5);
    expect(doneVersion(txns({}))).toBe(0);
  });
});

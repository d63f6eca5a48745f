import { describe, expect, it } from '@jest/globals';
import { CannotBeTried, Ledger } from '../../../scripts/verify-deploy/ledger.ts';

function ledger() {
  const lines: string[] = [];
  return { ledger: new Ledger((line) => lines.push(line)), lines };
}

describe('what was tried', () => {
  it('passes without findings', async () => {
    const { ledger: made } = ledger();
    expect(await made.check('a', async () => [])).toBe(true);
    expect(made.closingLine()).toBe('1 passed, 0 failed, 0 skipped');
  });

  it('fails by a finding, which is told', async () => {
    const { ledger: made, lines } = ledger();
    expect(await made.check('a', async () => ['this\nand that'])).toBe(false);
    expect(made.closingLine()).toBe('0 passed, 1 failed, 0 skipped');
    expect(lines).toEqual(['... a', 'failed in 0.0 s: a', '    this\n    and that']);
  });

  it('fails by an error, and gives nothing', async () => {
    const { ledger: made } = ledger();
    expect(await made.make('a', () => Promise.reject(new Error('no deployment')))).toBeUndefined();
    expect(made.entries).toMatchObject([{ name: 'a', outcome: 'failed', findings: ['no deployment'] }]);
  });

  it('gives what was made', async () => {
    const { ledger: made } = ledger();
    expect(await made.make('a', async () => 7)).toBe(7);
    expect(made.closingLine()).toBe('1 passed, 0 failed, 0 skipped');
  });

  it("tells an error's cause", async () => {
    const { ledger: made } = ledger();
    await made.check('a', () => Promise.reject(new Error('no Python', { cause: new Error('no PyPI') })));
    expect(made.entries).toMatchObject([{ outcome: 'failed', findings: ['no Python\nbecause: no PyPI'] }]);
  });

  it('skips what cannot be tried here, and says why', async () => {
    const { ledger: made } = ledger();
    expect(await made.make('a', () => Promise.reject(new CannotBeTried('no python3')))).toBeUndefined();
    expect(made.entries).toMatchObject([{ name: 'a', outcome: 'skipped', findings: ['no python3'] }]);
  });

  it('counts what was left out, with its reason', () => {
    const { ledger: made, lines } = ledger();
    made.skip('a', 'no python3');
    expect(made.closingLine()).toBe('0 passed, 0 failed, 1 skipped');
    expect(lines).toEqual(['skipped in 0.0 s: a', '    no python3']);
  });

  it('stands in a table', async () => {
    const { ledger: made } = ledger();
    await made.check('dev is deployed', async () => []);
    made.skip('runs', 'no');
    expect(made.table()).toBe(
      [
        'what holds       outcome  seconds',
        '---------------  -------  -------',
        'dev is deployed  passed       0.0',
        'runs             skipped      0.0',
      ].join('\n'),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { codeOwners } from '../../../../core/delivery/evidence/code-owners.ts';
import { checkCode, type CodeFacts } from '../../../../core/delivery/evidence/compliance.ts';

const COMMIT = {
  commit: 'a'.repeat(40),
  author: 'Ada <ada@example.com>',
  at: '2026-11-27T10:00:00Z',
  subject: 'A longer horizon',
};
const GOOD: CodeFacts = {
  on: 'account',
  commit: 'a'.repeat(40),
  codeOwners: { found: ['@acme/forecasting'] },
  datasetOwners: { weather: 'forecasting-team' },
  commits: { found: { since: 'b'.repeat(40), isBack: false, commits: [COMMIT] } },
  checked: { found: { at: '2026-11-27T11:00:00Z', command: 'npm run check' } },
  image: 'repository@sha256:1',
  imageScan: { found: { status: 'COMPLETE', findings: { HIGH: 1, CRITICAL: 0 }, critical: [] } },
  audit: { found: { findings: { moderate: 2, critical: 0 }, critical: [] } },
  packages: { found: [{ name: 'zod', version: '4.6.7', licence: 'MIT' }] },
};

function outcomeOf(facts: Partial<CodeFacts>, check: string) {
  const found = checkCode({ ...GOOD, ...facts }).facts?.checks.find((each) => each.check === check);
  return `${found?.outcome}: ${found?.evidence}`;
}

describe('compliance of the code', () => {
  it('passes, and says of each check why', () => {
    const { verdict, reasons, facts } = checkCode(GOOD);
    expect({ verdict, reasons }).toEqual({ verdict: 'pass', reasons: [] });
    expect(facts?.checks).toEqual([
      { check: 'owner', outcome: 'pass', evidence: '@acme/forecasting, forecasting-team (data set weather)' },
      { check: 'changes', outcome: 'pass', evidence: '1 commit since bbbbbbbbbbbb was released' },
      { check: 'checks green', outcome: 'pass', evidence: "'npm run check' passed at 2026-11-27T11:00:00Z" },
      { check: 'image scan', outcome: 'pass', evidence: '1 high' },
      { check: 'licences', outcome: 'pass', evidence: '1 package under MIT' },
      { check: 'known vulnerabilities', outcome: 'pass', evidence: '2 moderate' },
    ]);
  });

  it.each<readonly [string, Partial<CodeFacts>, string]>([
    ['owner', { datasetOwners: { weather: ' ' } }, 'nobody owns the data set weather'],
    [
      'owner',
      { codeOwners: { found: [] }, datasetOwners: {} },
      'nobody: there is neither a CODEOWNERS file with a line nor an owner of a data set',
    ],
    ['owner', { codeOwners: { failed: 'EACCES' } }, 'EACCES'],
    [
      'changes',
      { commits: { found: { since: null, isBack: false, commits: [] } } },
      'no build names a commit since the last release: nobody knows what is new',
    ],
    [
      'changes',
      {
        commits: {
          found: { since: null, isBack: false, commits: [COMMIT, { ...COMMIT, commit: 'c'.repeat(40), subject: ' ' }] },
        },
      },
      'commits without a message: cccccccccccc',
    ],
    ['changes', { commits: { failed: 'no build' } }, 'no build'],
    ['checks green', { checked: { found: null } }, 'there is no record that the check passed on this commit'],
    ['checks green', { checked: { failed: 'FormatNewer' } }, 'FormatNewer'],
    ['image scan', { imageScan: { failed: 'ScanNotFoundException' } }, 'ScanNotFoundException'],
    [
      'image scan',
      { imageScan: { found: { status: 'IN_PROGRESS', findings: {}, critical: [] } } },
      'the scan of repository@sha256:1 is IN_PROGRESS',
    ],
    [
      'image scan',
      { imageScan: { found: { status: 'ACTIVE', findings: { CRITICAL: 1 }, critical: ['CVE-2026-1'] } } },
      '1 critical; critical: CVE-2026-1',
    ],
    [
      'image scan',
      { imageScan: { found: { status: 'COMPLETE', findings: { CRITICAL: 1 }, critical: [] } } },
      '1 critical; critical: not named',
    ],
    ['licences', { packages: { failed: 'no map' } }, 'no map'],
    ['licences', { packages: { found: [] } }, 'no package was found in functions and image, which hold some'],
    [
      'licences',
      {
        packages: {
          found: [
            { name: 'x', version: '1.0.0', licence: 'AGPL-3.0' },
            { name: 'y', version: '2.0.0', licence: '' },
          ],
        },
      },
      'not on the list of core/delivery/evidence/licences.ts: x 1.0.0 (AGPL-3.0), y 2.0.0 (none stated)',
    ],
    ['known vulnerabilities', { audit: { failed: 'no answer' } }, 'no answer'],
    [
      'known vulnerabilities',
      { audit: { found: { findings: {}, critical: ['x: code runs'] } } },
      'no findings; critical: x: code runs',
    ],
  ])('refuses by %s: %#', (check, facts, evidence) => {
    expect(outcomeOf(facts, check)).toBe(`refuse: ${evidence}`);
    const { verdict, reasons } = checkCode({ ...GOOD, ...facts });
    expect(verdict).toBe('refuse');
    expect(reasons).toEqual([`${check}: ${evidence}`]);
  });

  it.each<readonly [string, Partial<CodeFacts>]>([
    ['checks green', { checked: { found: null } }],
    ['image scan', { imageScan: { failed: 'nobody scans' } }],
    ['known vulnerabilities', { audit: { failed: 'no network' } }],
  ])('assumes %s on a laptop, and says so', (check, facts) => {
    expect(outcomeOf({ ...facts, on: 'folder' }, check)).toMatch(/^assumed: .+: assumed to be fine$/);
    expect(checkCode({ ...GOOD, ...facts, on: 'folder' }).verdict).toBe('pass');
  });

  it('assumes nothing on a laptop that it can know there', () => {
    const facts = { ...GOOD, on: 'folder' as const, packages: { failed: 'no map' }, codeOwners: { failed: 'EACCES' } };
    expect(checkCode(facts).reasons).toEqual(['owner: EACCES', 'licences: no map']);
    expect(
      outcomeOf(
        { on: 'folder', audit: { found: { findings: { critical: 1 }, critical: [] } } },
        'known vulnerabilities',
      ),
    ).toMatch(/^refuse/);
  });

  it('needs no scan where nothing runs in containers', () => {
    expect(outcomeOf({ image: 'none', imageScan: { failed: 'none' } }, 'image scan')).toBe(
      'pass: no environment runs containers',
    );
  });

  it('takes the way back to an older commit, and the same commit again, for what they are', () => {
    const none = { commits: [], since: 'b'.repeat(40) };
    expect(outcomeOf({ commits: { found: { ...none, isBack: true } } }, 'changes')).toBe(
      'pass: goes back from bbbbbbbbbbbb, which was built later: nothing is new',
    );
    expect(outcomeOf({ commits: { found: { ...none, since: GOOD.commit, isBack: false } } }, 'changes')).toBe(
      'pass: this commit is what stands in prod',
    );
    expect(outcomeOf({ commits: { found: { since: null, isBack: false, commits: [COMMIT] } } }, 'changes')).toBe(
      'pass: 1 commit, the first release',
    );
  });
});

describe('owners of code', () => {
  it('are read as CODEOWNERS writes them', () => {
    const text = '# who is asked\n*  @acme/forecasting @ada # both\n\nlib/ @acme/platform\r\ndocs/\n/core @ada\n';
    expect(codeOwners(text)).toEqual(['@acme/forecasting', '@ada', '@acme/platform']);
  });
});

describe('licences', () => {
  it.each(['(ISC AND CC-BY-3.0)', '(MIT OR CC0-1.0)', 'MIT-0', 'Apache-2.0'])('may be %s', (licence) => {
    expect(checkCode({ ...GOOD, packages: { found: [{ name: 'x', version: '1', licence }] } }).verdict).toBe('pass');
  });
  it.each(['MIT AND GPL-3.0', '(MIT) OR (GPL-3.0)', 'UNLICENSED', 'SEE LICENSE IN LICENSE'])(
    'may not be %s',
    (licence) => {
      expect(checkCode({ ...GOOD, packages: { found: [{ name: 'x', version: '1', licence }] } }).verdict).toBe(
        'refuse',
      );
    },
  );
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import { pageAddress, shellExports } from '../../../../cli/deliver/evidence/address.ts';
import { verifyEvidence } from '../../../../cli/deliver/evidence/evidence.ts';
import { keepEvidence, verifiedEvidence } from '../../../../cli/deliver/evidence/keep-evidence.ts';
import { deliveryKeys } from '../../../../core/contracts/delivery.ts';
import type { EvidenceHashes } from '../../../../core/contracts/evidence.ts';
import { runProgram } from '../../../../adapters/programs/program.ts';
import { Releases } from '../../../../lake/releases.ts';
import { EVIDENCE } from '../../../report/evidence/fixture.ts';
import { MemoryStore } from '../../../support/memory-store.ts';

const { commit } = EVIDENCE;
const KEYS = [deliveryKeys.evidence(commit), deliveryKeys.evidencePage(commit), deliveryKeys.evidenceHashes(commit)];

describe('evidence that is kept', () => {
  let store: MemoryStore;
  let hashes: EvidenceHashes;
  beforeEach(async () => {
    store = new MemoryStore('releases');
    hashes = await keepEvidence(EVIDENCE, store);
  });

  const textOf = (key: string) => new TextDecoder().decode(store.objects.get(key)?.body);

  it('is evidence, page and their hashes; the page shows that of the evidence', async () => {
    expect([...store.objects.keys()]).toEqual(KEYS);
    expect(textOf(KEYS[1])).toContain(hashes.json);
    expect(await verifiedEvidence(commit, store)).toEqual(EVIDENCE);
    expect(await verifiedEvidence(commit, store, hashes.json)).toEqual(EVIDENCE);
  });

  it('is the same bytes when it is made again', async () => {
    const before = KEYS.map(textOf);
    expect(await keepEvidence(EVIDENCE, store)).toEqual(hashes);
    expect(KEYS.map(textOf)).toEqual(before);
  });

  it.each([
    ['the evidence', 0],
    ['the page', 1],
  ])('is noticed to be another where %s was changed', async (_, key) => {
    store.put(KEYS[key], textOf(KEYS[key]).replace('refuse', 'pass  '));
    await expect(verifiedEvidence(commit, store)).rejects.toMatchObject({ name: 'EvidenceTampered' });
  });

  it('is noticed to be another by what the approval showed, where all three objects were changed', async () => {
    await keepEvidence({ ...EVIDENCE, verdict: 'pass', reasons: [] }, store);
    expect((await verifiedEvidence(commit, store)).verdict).toBe('pass');
    await expect(verifiedEvidence(commit, store, hashes.json)).rejects.toMatchObject({ name: 'EvidenceTampered' });
  });

  it("is noticed to be another commit's", async () => {
    const other = 'f'.repeat(40);
    for (const key of KEYS) store.put(key.replace(commit, other), textOf(key));
    await expect(verifiedEvidence(other, store)).rejects.toThrow('the evidence is of another commit');
  });

  it('is refused by name where a newer release has written it', async () => {
    store.put(KEYS[2], textOf(KEYS[2]).replace('"version": 1', '"version": 2'));
    await expect(verifiedEvidence(commit, store)).rejects.toMatchObject({ name: 'FormatNewer' });
  });

  it('is not there where it was never made', async () => {
    await expect(verifiedEvidence('f'.repeat(40), store)).rejects.toMatchObject({ name: 'ObjectNotFound' });
  });

  it('ends the command where its verdict refuses, and says which hash it was held against', async () => {
    await expect(verifyEvidence(commit, undefined, { releases: new Releases(store) })).rejects.toMatchObject({
      name: 'EvidenceRefused',
    });
    const passed = { ...EVIDENCE, verdict: 'pass' as const, reasons: [] };
    const { json } = await keepEvidence(passed, store);
    const view = await verifyEvidence(commit, json, { releases: new Releases(store) });
    expect(view.text).toContain(`by ${json}; its verdict: pass`);
  });
});

describe('where the page is', () => {
  it('is an object in the console, or a file', () => {
    expect(pageAddress('a1', 's3://acme-releases/', 'eu-central-1')).toBe(
      'https://eu-central-1.console.aws.amazon.com/s3/object/acme-releases?region=eu-central-1&prefix=evidence%2Fa1%2Fevidence.html',
    );
    expect(pageAddress('a1', '/tmp/it is/out', 'eu-central-1')).toBe(
      'file:///tmp/it%20is/out/evidence/a1/evidence.html',
    );
  });

  it('is told to a shell, whatever it holds', async () => {
    const nasty = `it's "$(id)" \`id\` \\ $HOME`;
    const script = `${shellExports({ EVIDENCE_URL: nasty, OTHER: 'b' })}printenv EVIDENCE_URL OTHER`;
    const { stdout } = await runProgram(['sh', '-c', script], { cwd: '/' });
    expect(stdout).toBe(`${nasty}\nb\n`);
  });
});

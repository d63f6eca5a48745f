import { plural } from '../../contracts/figures.ts';
import type { CodeCheck, ComplianceFacts, Part, ShippedPackage } from '../../contracts/evidence.ts';
import { isAllowedLicence } from './licences.ts';

/** What was looked up, or why it could not be. */
export type Looked<T> = { readonly found: T } | { readonly failed: string };

export interface ImageScan {
  readonly status: string;
  /** Findings by severity. */
  readonly findings: Readonly<Record<string, number>>;
  /** Of the critical ones. */
  readonly critical: readonly string[];
}

export interface Audit {
  /** Of the packages that are installed to run and to deploy, by severity. */
  readonly findings: Readonly<Record<string, number>>;
  readonly critical: readonly string[];
}

export interface NewCommits {
  /** What stands in prod; null where nothing does. */
  readonly since: string | null;
  /** Whether that is newer: this release goes back. */
  readonly isBack: boolean;
  /** Newest first. */
  readonly commits: ComplianceFacts['commits'];
}

export interface CodeFacts {
  /** A store that is a folder belongs to a rehearsal: what only an account or the registry knows is assumed then. */
  readonly on: 'account' | 'folder';
  readonly commit: string;
  /** Who is asked about a change of these files. */
  readonly codeOwners: Looked<readonly string[]>;
  /** By data set that an environment of the build runs. */
  readonly datasetOwners: Readonly<Record<string, string>>;
  readonly commits: Looked<NewCommits>;
  /** The record of `npm run check`; null where there is none. */
  readonly checked: Looked<{ readonly at: string; readonly command: string } | null>;
  /** 'none', or `repository@sha256:...`. */
  readonly image: string;
  readonly imageScan: Looked<ImageScan>;
  readonly audit: Looked<Audit>;
  readonly packages: Looked<readonly ShippedPackage[]>;
}

type Finding = Omit<CodeCheck, 'check'>;

const CHECKS: Readonly<Record<string, (facts: CodeFacts) => Finding>> = {
  owner: hasOwner,
  changes: saysWhatChanged,
  'checks green': wasChecked,
  'image scan': hasScannedImage,
  licences: mayBeShipped,
  'known vulnerabilities': hasNoCriticalFinding,
};

/** Always the same checks in the same order; what could not be looked up refuses, but on a laptop what nobody can know there is assumed. */
export function checkCode(facts: CodeFacts): Part<ComplianceFacts> {
  const checks = Object.entries(CHECKS).map(([check, find]) => ({ check, ...find(facts) }));
  const refused = checks.filter(({ outcome }) => outcome === 'refuse');
  return {
    verdict: refused.length === 0 ? 'pass' : 'refuse',
    reasons: refused.map(({ check, evidence }) => `${check}: ${evidence}`),
    facts: {
      checks,
      commits: 'found' in facts.commits ? facts.commits.found.commits : [],
      packages: 'found' in facts.packages ? [...facts.packages.found] : [],
    },
  };
}

function pass(evidence: string): Finding {
  return { outcome: 'pass', evidence };
}

function refuse(evidence: string): Finding {
  return { outcome: 'refuse', evidence };
}

/** What cannot be known: a refusal in an account. */
function unknown({ on }: CodeFacts, problem: string): Finding {
  return on === 'account' ? refuse(problem) : { outcome: 'assumed', evidence: `${problem}: assumed to be fine` };
}

function hasOwner({ codeOwners, datasetOwners }: CodeFacts): Finding {
  if ('failed' in codeOwners) return refuse(codeOwners.failed);
  const datasets = Object.entries(datasetOwners);
  const ownerless = datasets.filter(([, owner]) => owner.trim() === '').map(([dataset]) => dataset);
  if (ownerless.length > 0) return refuse(`nobody owns the data set ${ownerless.join(', ')}`);
  const owners = [...codeOwners.found, ...datasets.map(([dataset, owner]) => `${owner} (data set ${dataset})`)];
  if (owners.length === 0)
    return refuse('nobody: there is neither a CODEOWNERS file with a line nor an owner of a data set');
  return pass(owners.join(', '));
}

function saysWhatChanged({ commits, commit }: CodeFacts): Finding {
  if ('failed' in commits) return refuse(commits.failed);
  const { since, isBack, commits: all } = commits.found;
  if (since === commit) return pass('this commit is what stands in prod');
  if (isBack) return pass(`goes back from ${shortened(since ?? '')}, which was built later: nothing is new`);
  const silent = all.filter(({ subject }) => subject.trim() === '').map((each) => shortened(each.commit));
  if (silent.length > 0) return refuse(`commits without a message: ${silent.join(', ')}`);
  if (all.length === 0) return refuse('no build names a commit since the last release: nobody knows what is new');
  const count = plural(all.length, 'commit');
  return pass(since === null ? `${count}, the first release` : `${count} since ${shortened(since)} was released`);
}

function shortened(commit: string): string {
  return commit.slice(0, 12);
}

function wasChecked(facts: CodeFacts): Finding {
  const { checked } = facts;
  if ('failed' in checked) return refuse(checked.failed);
  if (checked.found !== null) return pass(`'${checked.found.command}' passed at ${checked.found.at}`);
  return unknown(facts, 'there is no record that the check passed on this commit');
}

function hasScannedImage(facts: CodeFacts): Finding {
  const { image, imageScan } = facts;
  if (image === 'none') return pass('no environment runs containers');
  if ('failed' in imageScan) return unknown(facts, imageScan.failed);
  const { status, findings, critical } = imageScan.found;
  // COMPLETE: a basic scan; ACTIVE: an enhanced one, which goes on.
  if (status !== 'COMPLETE' && status !== 'ACTIVE') return refuse(`the scan of ${image} is ${status}`);
  return ofFindings(findings, critical);
}

function hasNoCriticalFinding(facts: CodeFacts): Finding {
  if ('failed' in facts.audit) return unknown(facts, facts.audit.failed);
  return ofFindings(facts.audit.found.findings, facts.audit.found.critical);
}

function ofFindings(findings: Readonly<Record<string, number>>, critical: readonly string[]): Finding {
  const counts = Object.entries(findings)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity.toLowerCase()}`);
  const text = counts.length === 0 ? 'no findings' : counts.join(', ');
  const isCritical =
    critical.length > 0 || Object.entries(findings).some(([name, count]) => /^critical$/i.test(name) && count > 0);
  return isCritical ? refuse(`${text}; critical: ${critical.join(', ') || 'not named'}`) : pass(text);
}

function mayBeShipped({ packages }: CodeFacts): Finding {
  if ('failed' in packages) return refuse(packages.failed);
  const { found } = packages;
  if (found.length === 0) return refuse('no package was found in functions and image, which hold some');
  const others = found.filter((each) => !isAllowedLicence(each));
  const names = others.map(({ name, version, licence }) => `${name} ${version} (${licence || 'none stated'})`);
  if (others.length > 0) return refuse(`not on the list of core/delivery/evidence/licences.ts: ${names.join(', ')}`);
  const licences = [...new Set(found.map(({ licence }) => licence))].sort();
  return pass(`${plural(found.length, 'package')} under ${licences.join(', ')}`);
}

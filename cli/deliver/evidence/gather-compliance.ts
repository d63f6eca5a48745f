import type { Build } from '../../../core/contracts/delivery.ts';
import type { ComplianceFacts, Part } from '../../../core/contracts/evidence.ts';
import { standing } from '../../../core/delivery/deployments.ts';
import { codeOwners } from '../../../core/delivery/evidence/code-owners.ts';
import { checkCode, type Looked, type NewCommits } from '../../../core/delivery/evidence/compliance.ts';
import { messageOf } from '../../../core/delivery/evidence/evidence.ts';
import type { EvidenceSources } from '../../../core/delivery/evidence/sources.ts';
import { DATASETS } from '../../../datasets/index.ts';
import { ENVIRONMENTS } from '../../../environments/index.ts';
import { requireCheckoutOf } from '../checkout.ts';
import { RELEASED } from './environments.ts';
import type { EvidenceHost } from './gather-changes.ts';
import { shippedPackages } from './shipped-packages.ts';

/** Where GitHub and others look for it, in their order. */
const CODEOWNERS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** @throws CheckoutRefused: owners, licences and packages are read of the checkout, which has to be the commit's */
export async function gatherCompliance(
  build: Build,
  host: EvidenceHost,
  sources: EvidenceSources,
): Promise<Part<ComplianceFacts>> {
  const { commit, image } = build;
  await requireCheckoutOf(commit, host);
  return checkCode({
    on: host.on,
    commit,
    image,
    codeOwners: await looked(() => ownersIn(sources)),
    datasetOwners: datasetOwners(Object.keys(build.assemblies)),
    commits: await looked(() => newCommits(build, host)),
    checked: await looked(async () => (await host.releases.check(commit)) ?? null),
    imageScan: await looked(() => sources.imageScan(image)),
    audit: await looked(() => sources.audit()),
    packages: await looked(() => shippedPackages(build, host, sources)),
  });
}

async function looked<T>(look: () => Promise<T>): Promise<Looked<T>> {
  try {
    return { found: await look() };
  } catch (error) {
    return { failed: messageOf(error) };
  }
}

async function ownersIn({ checkoutFile }: EvidenceSources): Promise<readonly string[]> {
  for (const path of CODEOWNERS) {
    const text = await checkoutFile(path);
    if (text !== undefined) return codeOwners(text);
  }
  return [];
}

/** Of all data sets that the environments run. */
function datasetOwners(environments: readonly string[]): Readonly<Record<string, string>> {
  const literals = Object.values(ENVIRONMENTS).filter(({ name }) => environments.includes(name));
  const names = new Set(literals.flatMap((literal) => ('datasets' in literal ? literal.datasets : [])));
  return Object.fromEntries([...names].sort().map((name) => [name, ownerOf(name)]));
}

function ownerOf(dataset: string): string {
  return DATASETS.find(({ name }) => name === dataset)?.owner ?? '';
}

/** What the builds after the one that stands in prod have brought, up to this one. */
async function newCommits({ commit, builtAt }: Build, { releases }: EvidenceHost): Promise<NewCommits> {
  const since = standing(await releases.deployments(RELEASED))?.commit ?? null;
  const from = since === null ? undefined : await releases.build(since);
  if (since !== null && from === undefined) throw new Error(`${since} stands in prod, and no build of it is recorded`);
  if (from !== undefined && from.builtAt > builtAt) return { since, isBack: true, commits: [] };
  const builds: Build[] = [];
  for (const other of await releases.builtCommits()) {
    const build = await releases.build(other);
    if (build !== undefined) builds.push(build);
  }
  const between = builds.filter((build) => build.builtAt <= builtAt && build.builtAt > (from?.builtAt ?? ''));
  const newestFirst = between.sort((a, b) => (a.builtAt > b.builtAt ? -1 : 1));
  const isSame = since === commit;
  return { since, isBack: false, commits: isSame ? [] : newestFirst.flatMap(({ commits }) => commits) };
}

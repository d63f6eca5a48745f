import type { Dataset } from '../core/contracts/dataset.ts';
import type { Evidence } from '../core/contracts/errors.ts';
import { isPlaceholder } from './accounts.ts';
import type { PlatformEnvironment } from './environment.ts';

/** What an environment's sharing is held against. */
export interface SharingSurroundings {
  /** Where the platform runs. */
  readonly targets: readonly PlatformEnvironment[];
  readonly catalog: readonly Pick<Dataset, 'name' | 'source'>[];
}

type SharingRule = (environment: PlatformEnvironment, around: SharingSurroundings) => Evidence | undefined;

export const SHARING_RULES: readonly SharingRule[] = [
  readersAreKnown,
  readersAreSomebody,
  sharedDataHasAKeyOfTheStack,
  prodReadsNobodys,
  readsOfOneThatShares,
  keyIsTheOthers,
  sourcesCanBeRead,
];

function readersAreKnown({ name, sharesDataWith }: PlatformEnvironment, { targets }: SharingSurroundings) {
  const others = namesBeside(name, targets);
  const unknown = sharesDataWith.find((reader) => !others.includes(reader));
  if (unknown === undefined) return undefined;
  const problem =
    unknown === name ? 'sharesDataWith names the environment itself' : 'sharesDataWith names no environment';
  return { problem, got: unknown, allowed: others.join(', ') };
}

/** Whoever has the account of a placeholder could make a role of the name that may read. */
function readersAreSomebody({ sharesDataWith }: PlatformEnvironment, { targets }: SharingSurroundings) {
  const nobody = targets.find(({ name, account }) => sharesDataWith.includes(name) && isPlaceholder(account));
  if (nobody === undefined) return undefined;
  const problem = `sharesDataWith would trust the placeholder account of '${nobody.name}'`;
  return { problem, got: nobody.account, allowed: 'the number of your own account: environments/accounts.ts' };
}

/** The policy of a key that exists is its owner's to write, and without it nothing can be read. */
function sharedDataHasAKeyOfTheStack({ sharesDataWith, dataKey }: PlatformEnvironment) {
  if (sharesDataWith.length === 0 || dataKey === 'own') return undefined;
  return {
    problem: 'sharesDataWith needs a key whose policy the stack writes',
    got: dataKey,
    allowed: "dataKey 'own'",
  };
}

/** What goes live must not hang on what people try out elsewhere. */
function prodReadsNobodys({ name, readsDataOf }: PlatformEnvironment) {
  if (name !== 'prod' || readsDataOf === 'none') return undefined;
  return {
    problem: "readsDataOf of 'prod' names another environment",
    got: readsDataOf.environment,
    allowed: "'none'",
  };
}

function readsOfOneThatShares({ name, readsDataOf }: PlatformEnvironment, { targets }: SharingSurroundings) {
  if (readsDataOf === 'none') return undefined;
  const { environment: got } = readsDataOf;
  const others = namesBeside(name, targets);
  const allowed = others.join(', ');
  if (got === name) return { problem: 'readsDataOf names the environment itself', got, allowed };
  if (!others.includes(got)) return { problem: 'readsDataOf names no environment', got, allowed };
  const shares = targets.some((other) => other.name === got && other.sharesDataWith.includes(name));
  if (shares) return undefined;
  const problem = `readsDataOf names one that does not share its data with '${name}'`;
  return { problem, got, allowed: `one whose sharesDataWith has '${name}': environments/${got}.ts` };
}

function keyIsTheOthers({ readsDataOf }: PlatformEnvironment, { targets }: SharingSurroundings) {
  if (readsDataOf === 'none') return undefined;
  const { environment, keyArn } = readsDataOf;
  const owner = targets.find(({ name }) => name === environment);
  const [, , , region, account] = keyArn.split(':');
  if (owner === undefined || (account === owner.account && region === owner.region)) return undefined;
  const problem = `readsDataOf.keyArn is no key of '${environment}'`;
  return { problem, got: keyArn, allowed: `one of ${owner.account} in ${owner.region}: its output DataKeyArn` };
}

/** A data set whose source is a table of another environment runs where that can be read. */
function sourcesCanBeRead({ datasets, readsDataOf }: PlatformEnvironment, { catalog }: SharingSurroundings) {
  const readable = readsDataOf === 'none' ? 'none' : readsDataOf.environment;
  const broken = catalog.find(
    ({ name, source }) => datasets.includes(name) && source.of !== undefined && source.of.environment !== readable,
  );
  if (broken?.source.of === undefined) return undefined;
  const problem = `the source of the data set '${broken.name}' is a table of an environment that readsDataOf does not name`;
  return { problem, got: broken.source.of.environment, allowed: readable };
}

function namesBeside(own: string, targets: readonly PlatformEnvironment[]): readonly string[] {
  return targets.map(({ name }) => name).filter((name) => name !== own);
}

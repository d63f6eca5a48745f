import type { Dataset } from '../core/contracts/dataset.ts';
import type { DeliveryEnvironment } from './delivery-environment.ts';
import type { Environment, PlatformEnvironment } from './environment.ts';

/** What the project came with, or what somebody began, and nobody has made their own. */
export interface Leftover {
  /** By which CDK lets a warning be acknowledged. */
  readonly id: 'exampleRepository' | 'exampleConnection' | 'exampleAddresses' | 'datasetInNoEnvironment';
  readonly says: string;
  /** Whether a deployment with it would trust, or run into, what is not one's own. */
  readonly deployment: 'refused' | 'allowed';
}

type Catalog = readonly Pick<Dataset, 'name'>[];

/**
 * Placeholder account numbers apart, which every stack that trusts one has to know of.
 *
 * @param targets where the platform runs
 */
export function leftoversOf(
  environment: Environment,
  { catalog, targets }: { readonly catalog: Catalog; readonly targets: readonly PlatformEnvironment[] },
): readonly Leftover[] {
  const file = `environments/${environment.name}.ts`;
  const source = environment.kind === 'delivery' ? sourceLeftovers(environment, file) : [];
  return [...source, ...addressLeftovers(environment, file), ...unlisted(catalog, targets)];
}

/** Of no connection; of GitHub's own examples, which are somebody's. */
function sourceLeftovers({ source }: DeliveryEnvironment, file: string): readonly Leftover[] {
  const found: Leftover[] = [];
  if (/^example\//.test(source.repository)) {
    const says = `${file}: source.repository is '${source.repository}', which the project came with: put your own there`;
    found.push({ id: 'exampleRepository', says, deployment: 'refused' });
  }
  if (source.from === 'connection' && /\/[0-]+$/.test(source.connectionArn)) {
    const says = `${file}: source.connectionArn ends in zeros, which is no connection: put the ARN of your own there`;
    found.push({ id: 'exampleConnection', says, deployment: 'refused' });
  }
  return found;
}

/** Domains that belong to nobody for good: https://www.rfc-editor.org/rfc/rfc2606 */
const NOBODYS_DOMAIN = /@(.+\.)?(example\.(com|net|org)|example|invalid|test)$/i;

function addressLeftovers(environment: Environment, file: string): readonly Leftover[] {
  const { notifications } = environment;
  const fields = {
    'notifications.emails': 'emails' in notifications ? notifications.emails : [],
    ...(environment.kind === 'delivery' ? { 'approval.emails': environment.approval.emails } : {}),
  };
  return Object.entries(fields).flatMap(([field, emails]) => {
    const nobodys = emails.filter((email) => NOBODYS_DOMAIN.test(email));
    if (nobodys.length === 0) return [];
    const says = `${file}: ${field} has ${nobodys.join(', ')}, where nobody reads: put addresses of your own there`;
    return [{ id: 'exampleAddresses', says, deployment: 'allowed' }];
  });
}

function unlisted(catalog: Catalog, targets: readonly PlatformEnvironment[]): readonly Leftover[] {
  return catalog
    .filter(({ name }) => targets.every(({ datasets }) => !datasets.includes(name)))
    .map(({ name }) => ({
      id: 'datasetInNoEnvironment',
      says:
        `the data set '${name}' of datasets/index.ts is in no environment, and so has no rights, no schedules and no tables in AWS: ` +
        `add '${name}' to 'datasets' in environments/dev.ts`,
      deployment: 'allowed',
    }));
}

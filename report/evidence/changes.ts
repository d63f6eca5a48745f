import { plural } from '../../core/contracts/figures.ts';
import type {
  EnvironmentChanges,
  ReleaseEvidence,
  ResourceChange,
  ValueChange,
} from '../../core/contracts/evidence.ts';
import { countsOfChanges, losesData } from '../../core/delivery/evidence/changes.ts';
import { markup, type Markup } from '../markup.ts';
import { badge, table, text } from '../table.ts';
import { instantText } from './instant.ts';
import { securityBody } from './security.ts';
import { valuesTable } from './values-table.ts';

type Changes = NonNullable<ReleaseEvidence['changes']['facts']>;

export function changesBody({ environments }: Changes): Markup {
  return markup`<p>Every environment's template of this build, against what stands there. What is replaced loses its contents; what is removed goes, or stays without an owner.</p>${environments.map(environment)}`;
}

function environment(changes: EnvironmentChanges): Markup {
  const { environment: name, stack, account, region, resources, others, security } = changes;
  return markup`<h3 class="environment">${name}: ${countsOfChanges(resources)}</h3>
<p class="soft small">Stack <code>${stack}</code> of ${account} in ${region}. ${standingOf(changes)}</p>${lost(changes)}${changed(resources)}${listed('added', resources)}${listed('removed', resources)}${outputs(others)}${securityBody(security, resources.length > 0)}`;
}

function standingOf({ standing, isJudged }: EnvironmentChanges): Markup {
  if (standing === null) return markup`Nothing is deployed there yet: everything is new.`;
  const ahead = isJudged
    ? ''
    : ' That was built later than this commit, which does not go there any more: nothing here refuses it.';
  return markup`There stands <code>${standing.commit.slice(0, 12)}</code> since ${instantText(standing.deployedAt)}.${ahead}`;
}

/** What holds data, in red. */
function lost({ environment: name, resources, refused }: EnvironmentChanges): Markup | undefined {
  const losing = resources.filter(losesData);
  if (losing.length === 0) return undefined;
  const rows = losing.map(({ logicalId, type, change, replacedBy }) => [
    markup`<code>${logicalId}</code>`,
    type,
    change.replace('-', ' '),
    replacedBy.join(', ') || '–',
    refused.includes(`${name}/${logicalId}`) ? badge('bad', 'refused') : badge('calm', 'allowed by the literal'),
  ]);
  const columns = [text('Resource'), text('Type'), text('What happens'), text('By another'), text('Allowed')];
  return markup`<div class="note bad"><h3>What holds data is replaced or removed</h3>${table('Resources whose contents are lost, or out of reach', columns, rows)}</div>`;
}

/** Resources that change alike stand together: a build gives every function another code. */
function changed(resources: readonly ResourceChange[]): Markup | undefined {
  const groups = new Map<string, ResourceChange[]>();
  for (const resource of resources) {
    if (resource.change === 'added' || resource.change === 'removed') continue;
    const key = JSON.stringify([resource.change, resource.type, resource.values]);
    groups.set(key, [...(groups.get(key) ?? []), resource]);
  }
  if (groups.size === 0) return undefined;
  return markup`<h4>Changed, property by property</h4>${[...groups.values()].map(changedAlike)}`;
}

/** So many names in a heading; the list below has all. */
const NAMES = 3;

function changedAlike(group: readonly ResourceChange[]): Markup {
  const [{ type, change, values }] = group;
  const names = group.map(({ logicalId }) => logicalId);
  const rest = names.length > NAMES ? ` and ${names.length - NAMES} more` : '';
  const kind = change === 'changed' ? undefined : badge('bad', change.replace('-', ' '));
  const all =
    rest === '' ? undefined : markup`<p class="small">${plural(names.length, 'resource')}: ${names.join(', ')}</p>`;
  return markup`<details><summary>${kind} ${names.slice(0, NAMES).join(', ')}${rest} <span class="soft small">${type}</span></summary>${all}${valuesTable('What is another', values)}</details>`;
}

/** By type: what is new or gone is read by what it is. */
function listed(change: 'added' | 'removed', resources: readonly ResourceChange[]): Markup | undefined {
  const those = resources.filter((resource) => resource.change === change);
  if (those.length === 0) return undefined;
  const types = [...new Set(those.map(({ type }) => type))].sort();
  const rows = types.map((type) => {
    const ids = those.filter((resource) => resource.type === type).map(({ logicalId }) => logicalId);
    return [type, ids.length, ids.join(', ')];
  });
  const title = `${plural(those.length, 'resource')} ${change}`;
  return markup`<details><summary>${title}</summary>${table(title, [text('Type'), { title: 'How many', numeric: true }, text('Resources')], rows)}</details>`;
}

function outputs(others: readonly ValueChange[]): Markup | undefined {
  if (others.length === 0) return undefined;
  return markup`<details><summary>${plural(others.length, 'output or other part', 'outputs and other parts')} of the template</summary>${valuesTable('Beside resources', others)}</details>`;
}

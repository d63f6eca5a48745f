import { plural } from '../../core/contracts/figures.ts';
import type { SecurityChanges } from '../../core/contracts/evidence.ts';
import { markup, type Markup } from '../markup.ts';
import { badge, table, text } from '../table.ts';
import { valuesTable } from './values-table.ts';

/** Who may do what, before and after. A statement that was rewritten is one removed and one added: the reader judges. */
export function securityBody(security: SecurityChanges, isChanged: boolean): Markup | undefined {
  if (!isChanged) return undefined;
  const { statements, rules, protections, broadened } = security;
  if (statements.length + rules.length + protections.length === 0) {
    return markup`<h4>Rights</h4><p>${badge('calm', 'no right changes')}</p>`;
  }
  const verdict = broadened
    ? markup`${badge('live', 'broadened')} Somebody may do more, or is held back by less; a statement that was rewritten counts as removed and added.`
    : badge('calm', 'changed, not broadened');
  return markup`<h4>Rights</h4><p>${verdict}</p>${statementsTable(statements)}${rulesTable(rules)}${protectionsTable(protections)}`;
}

function statementsTable(statements: SecurityChanges['statements']): Markup | undefined {
  if (statements.length === 0) return undefined;
  const rows = statements.map(({ change, broadens, effect, principal, action, resource, condition }) => [
    sign(change),
    broadens ? badge('live', 'broadens') : badge('calm', 'does not'),
    effect,
    lines(principal),
    lines(action),
    lines(resource),
    lines(condition),
  ]);
  const columns = ['Change', 'Broadens', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'].map(text);
  return markup`<details><summary>${plural(statements.length, 'statement')} of policies</summary>${table('Statements of roles, keys, buckets, topics and queues', columns, rows)}</details>`;
}

function rulesTable(rules: SecurityChanges['rules']): Markup | undefined {
  if (rules.length === 0) return undefined;
  const rows = rules.map(({ change, where, rule }) => [sign(change), where, lines(rule)]);
  return table('Managed policies and security groups', [text('Change'), text('Where'), text('What')], rows);
}

function protectionsTable(protections: SecurityChanges['protections']): Markup | undefined {
  if (protections.length === 0) return undefined;
  const values = protections.map(({ logicalId, path, ...rest }) => ({ path: `${logicalId}: ${path}`, ...rest }));
  return valuesTable('What protects data without being a policy', values);
}

function sign(change: 'added' | 'removed'): string {
  return change === 'added' ? '+ added' : '− removed';
}

function lines(shown: string): Markup | string {
  return shown === '' ? '–' : markup`<code>${shown}</code>`;
}

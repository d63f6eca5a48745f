import { plural } from '../../core/contracts/figures.ts';
import type { CodeCheck, ComplianceFacts } from '../../core/contracts/evidence.ts';
import { markup, type Markup } from '../markup.ts';
import { badge, table, text } from '../table.ts';
import { instantText } from './instant.ts';
import { beginning } from './visible.ts';

/** More commits nobody reads on a page. */
const COMMITS = 200;
const SUBJECT_CHARACTERS = 200;

export function complianceBody({ checks, commits, packages }: ComplianceFacts): Markup {
  return markup`${checksTable(checks)}${commitsTable(commits)}${packagesTable(packages)}`;
}

function checksTable(checks: ComplianceFacts['checks']): Markup {
  const rows = checks.map(({ check, outcome, evidence }) => [check, outcomeBadge(outcome), evidence]);
  return table('What was asked of the code', ['Check', 'Outcome', 'Evidence'].map(text), rows);
}

function outcomeBadge(outcome: CodeCheck['outcome']): Markup {
  return badge(({ pass: 'good', refuse: 'bad', assumed: 'live' } as const)[outcome], outcome);
}

function commitsTable(commits: ComplianceFacts['commits']): Markup | undefined {
  if (commits.length === 0) return undefined;
  const rows = commits
    .slice(0, COMMITS)
    .map(({ commit, author, at, subject }) => [
      markup`<code>${commit.slice(0, 12)}</code>`,
      beginning(subject, SUBJECT_CHARACTERS),
      beginning(author, SUBJECT_CHARACTERS),
      instantText(at),
    ]);
  const all = plural(commits.length, 'commit');
  const caption =
    commits.length > COMMITS ? `The newest ${COMMITS} of ${all}; evidence.json has all` : `${all}, newest first`;
  return markup`<details open><summary>${all} since the last release in prod</summary>${table(caption, ['Commit', 'Message', 'Author', 'At'].map(text), rows)}</details>`;
}

function packagesTable(packages: ComplianceFacts['packages']): Markup | undefined {
  if (packages.length === 0) return undefined;
  const rows = packages.map(({ name, version, licence }) => [name, version, licence]);
  const title = `${plural(packages.length, 'package')} in functions and image`;
  return markup`<details><summary>${title}</summary>${table('As each package states its licence', ['Package', 'Version', 'Licence'].map(text), rows)}</details>`;
}

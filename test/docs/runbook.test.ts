import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { ERROR_NAMES } from '../../core/contracts/errors.ts';
import { sourceFiles } from './commands.ts';

const RUNBOOK = readFileSync('docs/runbook.md', 'utf8');
const SECTIONS = RUNBOOK.split(/^## /m)
  .slice(1)
  .map((text) => ({ heading: text.slice(0, text.indexOf('\n')), text }));

/** A failure with a heading of its own, beside the heading of all failures. */
const SPECIAL = '<> of <> failed: SignatureRefused';
/** What a person is told at a desk, before any machine runs. */
const BEFORE_THE_MACHINES: readonly string[] = [
  'DatasetInvalid',
  'EnvironmentInvalid',
  'EnvironmentUnreachable',
  'ApprovalUnknown',
  'TeardownRefused',
  'CheckoutRefused',
  'AccountRefused',
  'ImageNotBuilt',
  'CommitNotBuilt',
  'ArchiveTampered',
  'CommitNotConfirmed',
  'CommitNotDeployed',
  'ExecutionRefused',
  'DeploymentUnderWay',
  'DeploymentFailed',
  'NothingToReturnTo',
  'EvidenceTampered',
  'EvidenceRefused',
  'RehearsalRefused',
];

/** The subjects of all messages that the steps send, with '<>' for what differs. */
function subjectsSent(): readonly string[] {
  const subjects: string[] = [];
  for (const file of sourceFiles(['lambdas'])) {
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && /(^|\.)notify$/.test(node.expression.getText()))
        subjects.push(patternOf(node.arguments[0]));
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
  }
  return subjects;
}

function patternOf(subject: ts.Expression): string {
  if (ts.isStringLiteral(subject) || ts.isNoSubstitutionTemplateLiteral(subject)) return subject.text;
  if (!ts.isTemplateExpression(subject)) throw new Error(`a subject that nobody can look up: ${subject.getText()}`);
  return subject.head.text + subject.templateSpans.map(({ literal }) => `<>${literal.text}`).join('');
}

describe('the runbook', () => {
  it('has a heading for every message that is sent, and for none that is not', () => {
    const explained = [...RUNBOOK.matchAll(/^_(.*)_$/gm)].map(([, subject]) => subject.replace(/<\w+>/g, '<>'));
    expect(explained.filter((subject) => subject !== SPECIAL).sort()).toEqual([...subjectsSent()].sort());
    expect(explained).toContain(SPECIAL);
  });

  it.each(SECTIONS)(
    'says what it means, how to look, how to resolve, and how to know that it is over: $heading',
    ({ text }) => {
      expect([...text.matchAll(/^\*\*(\w+)\.\*\* \S/gm)].map(([, part]) => part)).toEqual([
        'Means',
        'Look',
        'Resolve',
        'Over',
      ]);
    },
  );

  it('explains every error by which a machine can fail, and no other', () => {
    const listed = [...RUNBOOK.matchAll(/^\| (`.*?) +\|/gm)].flatMap(([, cell]) =>
      [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    const known = Object.values(ERROR_NAMES).filter((name) => !BEFORE_THE_MACHINES.includes(name));
    expect(listed.sort()).toEqual([...known].sort());
  });

  it('leads to headings that are there', () => {
    const headings = SECTIONS.map(({ heading }) => heading);
    for (const [, name] of RUNBOOK.matchAll(/see "([^"]+)"/g)) expect(headings).toContain(name);
  });
});

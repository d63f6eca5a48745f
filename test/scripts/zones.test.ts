import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';

const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)) });

/** What the project's own linter says of a text, as if it were that file. */
async function complaints(file: string, text: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(text, { filePath: file });
  return result.messages.filter(({ ruleId }) => ruleId === 'house/zones').map(({ message }) => message);
}

describe('who may import whom', () => {
  it.each([
    ['core/series/a.ts', "import '../models/family.ts';"],
    ['core/contracts/a.ts', "export * from '../series/panel.ts';"],
    ['core/train/a.ts', "import type { X } from '../promote/report.ts';"],
    ['core/gates/a.ts', "import 'node:fs';"],
    ['core/gates/a.ts', "import 'aws-cdk-lib/core';"],
    ['tables/a.ts', "import '../lake/latest-run.ts';"],
    ['lake/a.ts', "import '../adapters/aws/object-store.ts';"],
    ['lambdas/train/a.ts', "import '../../hosts/aws.ts';"],
    ['lambdas/train/a.ts', "const a = import('../../adapters/files/files.ts');"],
    ['lambdas/train/a.ts', 'const a = (name: string) => import(name);'],
    ['adapters/files/a.ts', "import '../../hosts/folder.ts';"],
    ['lib/steps/a.ts', "import '../../lambdas/train/select.ts';"],
    ['lib/steps/a.ts', "type A = import('../../adapters/files/files.ts').A;"],
    ['report/a.ts', "import '../lambdas/shell.ts';"],
    ['containers/a.ts', "import '../test/support/ports.ts';"],
  ])('%s may not: %s', async (file, text) => {
    expect(await complaints(file, text)).toHaveLength(1);
  });

  it.each([
    ['core/models/a.ts', "import '../series/panel.ts';\nimport * as z from 'zod';"],
    ['core/promote/a.ts', "import '../train/plan-training.ts';"],
    ['lambdas/shell.ts', "const a = import('../hosts/aws.ts');"],
    ['lib/steps/a.ts', "import '../../lambdas/steps.ts';"],
    ['hosts/a.ts', "import '../adapters/files/files.ts';"],
    ['lake/a.ts', "import '../tables/index.ts';\nimport { createHash } from 'node:crypto';"],
  ])('%s may: %s', async (file, text) => {
    expect(await complaints(file, text)).toEqual([]);
  });

  it('a folder of source files must have a line', async () => {
    expect(await complaints('serving/api/a.ts', 'export {};')).toEqual([
      "'serving/api/a.ts' lies in no zone: give its folder a line in scripts/lint/zones.mjs",
    ]);
  });
});

describe('a clock in core', () => {
  it.each(['new Date()', 'Date()', 'Date.now()', 'Math.random()'])('%s is refused', async (text) => {
    const [result] = await eslint.lintText(`export const a = ${text};`, { filePath: 'core/series/a.ts' });
    expect(result.errorCount).toBe(1);
  });

  it('a given instant is fine', async () => {
    const [result] = await eslint.lintText('export const a = new Date(0);', { filePath: 'core/series/a.ts' });
    expect(result.errorCount).toBe(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { auditOf } from '../../../adapters/npm/audit.ts';
import { packagesOfFiles } from '../../../adapters/npm/packages.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('npm audit', () => {
  it('gives the counts by severity, and what the critical ones are', () => {
    const report = {
      auditReportVersion: 2,
      vulnerabilities: {
        b: { name: 'b', severity: 'critical', via: ['a'] },
        a: {
          name: 'a',
          severity: 'critical',
          via: [{ source: 1, title: 'Code runs', url: 'https://x', severity: 'critical' }],
        },
        c: { name: 'c', severity: 'low', via: [{ title: 'Slow', severity: 'low' }] },
      },
      metadata: {
        vulnerabilities: { info: 0, low: 1, moderate: 0, high: 0, critical: 2, total: 3 },
        dependencies: { prod: 10 },
      },
    };
    expect(auditOf(JSON.stringify(report))).toEqual({
      findings: { info: 0, low: 1, moderate: 0, high: 0, critical: 2 },
      critical: ['a: Code runs', 'b: through a'],
    });
  });

  it.each([
    [
      { message: '405 Method Not Allowed', error: {} },
      "the registry does not answer 'npm audit' (405 Method Not Allowed)",
    ],
    ['', "the registry does not answer 'npm audit' (no report)"],
  ])('is no answer where the registry gives none', (output, message) => {
    expect(() => auditOf(typeof output === 'string' ? output : JSON.stringify(output))).toThrow(message);
  });
});

describe('packages of files', () => {
  it('are named with version and licence, however old their package.json, and once', async () => {
    const root = await temporaryFolder();
    const write = async (folder: string, content: object) => {
      await mkdir(join(root, folder), { recursive: true });
      await writeFile(join(root, folder, 'package.json'), JSON.stringify(content));
    };
    await write('node_modules/b', { name: 'b', version: '1.0.0', license: { type: 'BSD-3-Clause' } });
    await write('node_modules/b/node_modules/@x/a', {
      name: '@x/a',
      version: '2.0.0',
      licenses: [{ type: 'MIT' }, { type: 'Apache-2.0' }],
    });
    await write('node_modules/c', { name: 'c', version: '3.0.0' });
    const files = [
      'node_modules/b/i.js',
      'node_modules/b/lib/i.js',
      'node_modules/b/node_modules/@x/a/i.js',
      'node_modules/c/i.js',
      'core/x.ts',
    ];
    expect(await packagesOfFiles(root, files)).toEqual([
      { name: '@x/a', version: '2.0.0', licence: 'MIT OR Apache-2.0' },
      { name: 'b', version: '1.0.0', licence: 'BSD-3-Clause' },
      { name: 'c', version: '3.0.0', licence: '' },
    ]);
  });

  it('cannot be told where one is not installed', async () => {
    await expect(packagesOfFiles(await temporaryFolder(), ['node_modules/gone/i.js'])).rejects.toThrow('ENOENT');
  });
});

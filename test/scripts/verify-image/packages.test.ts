import { describe, expect, it } from '@jest/globals';
import { bundledPackages, listedPackages } from '../../../scripts/verify-image/packages.ts';

describe('the packages of a bundle', () => {
  it('are those that it holds a byte of', async () => {
    const input = (bytesInOutput: number) => ({ bytesInOutput });
    const output = { bytes: 0, imports: [], exports: [] };
    const outputs = {
      'a.mjs': { ...output, inputs: { 'core/a.ts': input(9), 'node_modules/zod/index.js': input(1) } },
      'b.mjs': {
        ...output,
        inputs: {
          'node_modules/zod/v4/index.js': input(0),
          'node_modules/csv-parse/lib/index.js': input(0),
          'node_modules/@noble/curves/index.js': input(5),
        },
      },
    };

    expect(await bundledPackages({ outputs })).toEqual(['@noble/curves 2.4.0', 'zod 4.6.7']);
  });

  it('are listed with their scope', () => {
    const components = [
      { name: 'zod', version: '4.6.7' },
      { group: '@noble', name: 'curves', version: '2.4.0' },
    ];
    expect(listedPackages({ bomFormat: 'CycloneDX', components })).toEqual(['@noble/curves 2.4.0', 'zod 4.6.7']);
  });
});

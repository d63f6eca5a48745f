import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readAssembly } from '../../../scripts/verify-deploy/assembly.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const stack = {
  type: 'aws:cloudformation:stack',
  properties: { templateFile: 'a.template.json', terminationProtection: true },
};

async function assembly(artifacts: object): Promise<string> {
  const folder = await temporaryFolder();
  const files = {
    'manifest.json': { artifacts },
    'a.assets.json': { dockerImages: { '0a1b': {} } },
    'a.template.json': { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } },
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), JSON.stringify(content));
  return folder;
}

describe('a cloud assembly', () => {
  it('has one stack, with its template and settings', async () => {
    const assets = { type: 'cdk:asset-manifest', properties: { file: 'a.assets.json' } };
    expect(readAssembly(await assembly({ 'a.assets': assets, a: stack }))).toEqual({
      stackName: 'a',
      templateFile: 'a.template.json',
      template: { Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: {}, Metadata: {} } }, Outputs: {} },
      terminationProtection: true,
      tags: {},
      images: 1,
    });
  });

  it('with a stack beside it is refused', async () => {
    const folder = await assembly({ a: stack, b: stack });
    expect(() => readAssembly(folder)).toThrow('holds 2 stacks, not one');
  });

  it('without a stack is refused', async () => {
    const folder = await assembly({});
    expect(() => readAssembly(folder)).toThrow('holds 0 stacks, not one');
  });
});

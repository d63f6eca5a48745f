import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleInto } from '../../../../containers/forecaster/bundling.ts';
import { licenceTexts } from '../../../../containers/forecaster/image/licences.ts';
import { bundledPackages, listedPackages } from '../../../../scripts/verify-image/packages.ts';
import { describeWith } from '../../../support/oracles.ts';
import { pythonVenv } from '../../../support/python.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const run = promisify(execFile);
const python = await pythonVenv('cyclonedx', ['cyclonedx-python-lib[json-validation]==11.12.0']);

interface Sbom {
  readonly specVersion: string;
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly evidence?: unknown;
  }[];
}

async function build(environment: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  const script = 'containers/forecaster/image/build.ts';
  await run(process.execPath, ['--import', 'tsx', script, folder], { env: { ...process.env, ...environment } });
  return folder;
}

const textOf = (name: string) => readFile(join(app, name), 'utf8');
const sbom = async () => JSON.parse(await textOf('sbom.cdx.json')) as Sbom;

let app: string;
beforeAll(async () => {
  app = await build({ BASE_IMAGE: 'docker.io/library/node:24-slim', BASE_DIGEST: `sha256:${'0'.repeat(64)}` });
});

describe("the image's folder", () => {
  it("holds the laptop's bundle, and what is to be known of it", async () => {
    const bundle = await temporaryFolder();
    await bundleInto(bundle);
    const programs = await readdir(bundle);

    expect(programs).toContain('train.mjs');
    expect((await readdir(app)).sort()).toEqual(
      [...programs, 'base-image.json', 'licences.txt', 'sbom.cdx.json'].sort(),
    );
    for (const name of programs) expect(await textOf(name)).toBe(await readFile(join(bundle, name), 'utf8'));
  });

  it('is the same again when it is built again', async () => {
    const again = await build({ BASE_IMAGE: 'docker.io/library/node:24-slim', BASE_DIGEST: '' });
    for (const name of ['sbom.cdx.json', 'licences.txt']) {
      expect(await readFile(join(again, name), 'utf8')).toBe(await textOf(name));
    }
  });

  it('says which base image it was built for, as that was given', async () => {
    const byTag = await build({ BASE_IMAGE: 'localhost/node:24', BASE_DIGEST: '' });
    expect(await textOf('base-image.json')).toBe(
      `{"name":"docker.io/library/node:24-slim","digest":"sha256:${'0'.repeat(64)}"}\n`,
    );
    expect(await readFile(join(byTag, 'base-image.json'), 'utf8')).toBe('{"name":"localhost/node:24","digest":null}\n');
  });
});

describe('the bill of materials', () => {
  it('lists every package whose code is in the bundle, and no other', async () => {
    const listed = listedPackages(await sbom());

    expect(listed).toEqual(await bundledPackages(await bundleInto(await temporaryFolder())));
    expect(listed.map((name) => name.split(' ')[0]).join(' ')).toBe(
      'astronomia caldate date-bengali-revised date-chinese date-easter date-holidays date-holidays-parser deepmerge fzstd ' +
        'hyparquet hyparquet-compressors hyparquet-writer hysnappy jalaali-js moment moment-timezone zod',
    );
  });

  it('names packages so that a scanner finds them', async () => {
    const zod = (await sbom()).components.find(({ name }) => name === 'zod');
    expect(zod?.purl).toMatch(/^pkg:npm\/zod@4\.6\.7\?/);
  });
});

describeWith('python3', python)("by CycloneDX's own schema", () => {
  const script = [
    'import sys',
    'from cyclonedx.schema import SchemaVersion',
    'from cyclonedx.validation.json import JsonStrictValidator',
    'errors = JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read())',
    'print(errors)',
  ].join('\n');
  async function findings(text: string): Promise<string> {
    const validation = run(python!, ['-c', script]);
    validation.child.stdin?.end(text);
    return (await validation).stdout.trim();
  }

  it('the bill of materials is valid', async () => {
    expect((await sbom()).specVersion).toBe('1.6');
    expect(await findings(await textOf('sbom.cdx.json'))).toBe('None');
  });

  it('one with a misspelt field is not', async () => {
    expect(await findings((await textOf('sbom.cdx.json')).replace('"purl"', '"pURL"'))).toContain('pURL');
  });
});

describe('the licences', () => {
  it('of every package are there, with their texts', async () => {
    const [{ components }, text] = [await sbom(), await textOf('licences.txt')];
    const sections = text.split(`\n${'-'.repeat(80)}\n\n`);

    expect(sections.map((section) => section.split(' (')[0])).toEqual(
      components.map(({ name, version }) => `${name} ${version}`),
    );
    const [holidays = ''] = sections.filter((section) =>
      section.startsWith('date-holidays 3.37.0 ((ISC AND CC-BY-3.0))\n\n'),
    );
    expect(holidays.includes('<attribution>')).toBe(true);
    expect(sections.filter((section) => section.length < 700)).toEqual([]);
  });

  it.each([{}, { evidence: {} }, { evidence: { licenses: [] } }])('are refused without a text: %j', (without) => {
    const component = {
      group: '@a',
      name: 'b',
      version: '1.0.0',
      licenses: [{ license: { name: 'own' } }],
      ...without,
    };
    expect(() => licenceTexts({ components: [component] })).toThrow(
      'the package @a/b 1.0.0 (own) holds no licence file; its text must come with the image',
    );
  });

  it('are written package by package', () => {
    const text = (content: string) => ({ license: { text: { content, encoding: 'base64' } } });
    expect(
      licenceTexts({
        components: [
          {
            name: 'a',
            version: '1.0.0',
            licenses: [{ expression: 'MIT OR ISC' }],
            evidence: { licenses: [text('QQo='), text('Qgo=')] },
          },
          {
            name: 'b',
            version: '2.0.0',
            licenses: [{ license: { id: 'MIT' } }],
            evidence: { licenses: [text('Qwo=')] },
          },
        ],
      }),
    ).toBe(`a 1.0.0 (MIT OR ISC)\n\nA\n\nB\n\n${'-'.repeat(80)}\n\nb 2.0.0 (MIT)\n\nC\n`);
  });
});

import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { bundleInto } from '../../../../containers/forecaster/bundling.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

type Versions = Readonly<Record<string, string>>;

interface PackageFile {
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
}

interface LockFile {
  readonly packages: Readonly<Record<string, PackageFile & { readonly version: string; readonly integrity: string }>>;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

const [ours, root] = ['containers/forecaster/image/', ''].map((folder) => ({
  file: read<PackageFile>(`${folder}package.json`),
  lock: read<LockFile>(`${folder}package-lock.json`).packages,
}));

/** The package that a file below node_modules belongs to. */
const packageOf = (path: string) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];

describe("the image's package file", () => {
  it('names the packages that the bundled files import, and what makes the bundle, and nothing else', async () => {
    const { inputs } = await bundleInto(await temporaryFolder());
    const imported = Object.entries(inputs)
      .filter(([path]) => packageOf(path) === undefined)
      .flatMap(([, { imports }]) => imports.map(({ path }) => packageOf(path)).filter((name) => name !== undefined));

    expect(Object.keys(ours.file.dependencies)).toEqual([...new Set(imported)].sort());
    expect(Object.keys(ours.file.devDependencies)).toEqual(['@cyclonedx/cyclonedx-esbuild', 'esbuild']);
  });

  it("asks for the repository's versions", () => {
    const repository = { ...root.file.devDependencies, ...root.file.dependencies };
    const asked = { ...ours.file.dependencies, ...ours.file.devDependencies };
    expect(asked).toEqual(Object.fromEntries(Object.keys(asked).map((name) => [name, repository[name]])));
  });

  // After a change: npm run image:lock
  it("locks what the repository's lock file does, in the same places, and no registry's address", () => {
    const { '': file, ...packages } = ours.lock;
    const contentOf = ({ version, integrity }: LockFile['packages'][string]) => ({ version, integrity });

    expect({ dependencies: file.dependencies, devDependencies: file.devDependencies }).toEqual({
      dependencies: ours.file.dependencies,
      devDependencies: ours.file.devDependencies,
    });
    expect(Object.entries(packages).map(([path, found]) => [path, contentOf(found)])).toEqual(
      Object.keys(packages).map((path) => [path, root.lock[path] && contentOf(root.lock[path])]),
    );
    expect(JSON.stringify(packages)).not.toContain('"resolved"');
  });
});

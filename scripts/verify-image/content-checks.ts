import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleForecaster } from '../../containers/forecaster/build.ts';
import { bundleInto } from '../../containers/forecaster/bundling.ts';
import { licenceTexts } from '../../containers/forecaster/image/licences.ts';
import { ABOUT, textOf } from './about.ts';
import type { Built } from './build-checks.ts';
import { filesIn, type Objects, requireSame, sizeOf } from './objects.ts';
import { bundledPackages, listedPackages } from './packages.ts';
import type { Report } from './report.ts';

/** A layer is an archive: for each file a header, and a rest to the next 512 bytes. */
const ARCHIVE_BYTES = 64 * 1024;

/** No source, no package, no tool of the build is left in the image. */
export async function checkAddition(report: Report, { app, base, image }: Built): Promise<void> {
  await report.check(
    { what: 'what it adds to its base', how: 'layers: no larger than the files of /app' },
    async () => {
      const [added, files] = [image.bytes - base.bytes, sizeOf(app)];
      if (added > files + ARCHIVE_BYTES)
        throw new Error(`the image adds ${added} bytes, the files of /app have ${files}`);
      return { found: true, bytes: added };
    },
  );
}

export async function checkBundle(report: Report, app: Objects): Promise<void> {
  await report.check({ what: 'programs', how: "the laptop's bundle, byte by byte" }, async () => {
    const about: readonly string[] = Object.values(ABOUT);
    const programs = new Map([...app].filter(([name]) => !about.includes(name)));
    requireSame(await filesIn(await bundleForecaster()), programs);
    return { found: true, bytes: sizeOf(programs), note: `${programs.size} files` };
  });
}

export async function checkSbom(report: Report, app: Objects): Promise<void> {
  await report.check({ what: 'bill of materials', how: "esbuild's account of the bundle" }, async () => {
    const listed = listedPackages(JSON.parse(textOf(app, ABOUT.sbom)));
    const bundled = await packagesOfBundle();
    const problems = [
      ...bundled.filter((name) => !listed.includes(name)).map((name) => `${name}: in the bundle, but not listed`),
      ...listed.filter((name) => !bundled.includes(name)).map((name) => `${name}: listed, but not in the bundle`),
    ];
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return { found: true, bytes: app.get(ABOUT.sbom)!.length, note: `${listed.length} packages` };
  });
}

async function packagesOfBundle(): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  try {
    return await bundledPackages(await bundleInto(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function checkLicenceTexts(report: Report, app: Objects): Promise<void> {
  await report.check({ what: 'licences', how: 'a text for each package of the bill of materials' }, async () => {
    if (textOf(app, ABOUT.licences) !== licenceTexts(JSON.parse(textOf(app, ABOUT.sbom)))) {
      throw new Error(`/app/${ABOUT.licences} does not hold the licences of /app/${ABOUT.sbom}`);
    }
    return { found: true, bytes: app.get(ABOUT.licences)!.length };
  });
}

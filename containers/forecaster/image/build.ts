import { cyclonedxEsbuildPlugin } from '@cyclonedx/cyclonedx-esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleInto } from '../bundling.ts';
import { licenceTexts } from './licences.ts';

// What the Dockerfile runs, by Node alone, which strips the types: `node build.ts FOLDER` makes the image's /app.
const [folder, ...rest] = process.argv.slice(2);
if (folder === undefined || rest.length > 0) throw new Error('one argument is needed: the folder to write to');

const SBOM = 'sbom.cdx.json';
await bundleInto(folder, [
  // Of the packages whose code is in the bundle, and of no others. Without an instant and a random number: the same image again.
  cyclonedxEsbuildPlugin({ outputFile: SBOM, gatherLicenseTexts: true, outputReproducible: true, validate: true }),
]);
await writeFile(join(folder, 'licences.txt'), licenceTexts(JSON.parse(await readFile(join(folder, SBOM), 'utf8'))));

const { BASE_IMAGE: name, BASE_DIGEST: digest } = process.env;
await writeFile(
  join(folder, 'base-image.json'),
  `${JSON.stringify({ name, digest: digest === '' ? null : digest })}\n`,
);

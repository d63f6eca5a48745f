import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { imageAsset } from './asset.ts';
import { buildImage, checkBase, checkRefusal, IMAGE, makeBase, type Setting } from './build-checks.ts';
import { checkAddition, checkBundle, checkLicenceTexts, checkSbom } from './content-checks.ts';
import { checkFailure, checkJob, runOnLaptop } from './job-checks.ts';
import { filesIn } from './objects.ts';

/** Trains and forecasts in containers. */
const ENVIRONMENT = 'prod';

/** The base, the image, what is in it, and what its programs do. What rests on something that failed is not looked at. */
export async function verify(setting: Setting): Promise<void> {
  const { report, buildah, folder } = setting;
  const base = await makeBase(setting);
  if (base === undefined) return;
  const outdir = join(folder, 'assembly');
  await rm(outdir, { recursive: true, force: true });
  const build = { asset: imageAsset(ENVIRONMENT, outdir), base };
  await checkRefusal(setting, build);
  const image = await buildImage(setting, build);
  if (image === undefined) return;

  const container = await buildah.container(IMAGE);
  const app = await filesIn(join(await buildah.files(container), 'app'));
  await checkBase(report, { app, base, image });
  await checkAddition(report, { app, base, image });
  await checkBundle(report, app);
  await checkSbom(report, app);
  await checkLicenceTexts(report, app);

  const laptop = await runOnLaptop(report, folder, ENVIRONMENT);
  if (laptop === undefined) return;
  const host = { buildah, container, workDir: join(folder, 'work') };
  for (const job of laptop.jobs) await checkJob(report, { job, stores: laptop.stores, host });
  await checkFailure(report, laptop, host);
}

import { join } from 'node:path';
import * as z from 'zod';
import { RunFailed } from '../../cli/errors.ts';
import { runCommand } from '../../cli/run-command.ts';
import { IMAGE } from './build-checks.ts';
import { Buildah } from './buildah.ts';
import { closingLine, Report } from './report.ts';
import { whatIsLacking } from './tools.ts';
import { verify } from './verify.ts';

const FOLDER = join('.cache', 'verify-image');

const command = z
  .strictObject({
    fresh: z.boolean().default(false).meta({ description: 'make the base image anew' }),
  })
  .meta({
    title: 'verify:image',
    description:
      'Builds the image of the container tasks without a Docker engine, as `cdk deploy` would, looks at what is in it, and runs the jobs\n' +
      "of a laptop run in it, under SageMaker's directory contract: their files must have the laptop's bytes. It needs Linux, root,\n" +
      'buildah and debootstrap, and does nothing where it finds less; with REQUIRE_ORACLES=1 that is a failure. The base image is a\n' +
      `stand-in for node:24-slim, made once and kept in ${FOLDER}.`,
  });

await runCommand(command, async ({ fresh }) => {
  const lacking = await whatIsLacking();
  if (lacking !== undefined) return skip(lacking);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const [report, buildah] = [new Report(write), new Buildah(FOLDER)];
  // What a run left that was killed would be in the way.
  await buildah.clean(IMAGE);
  try {
    await verify({ report, buildah, folder: FOLDER, fresh });
  } finally {
    await buildah.clean(IMAGE);
  }
  write(`\n${report.text}`);
  if (report.failed > 0) process.exitCode = 1;
});

function skip(lacking: string): void {
  if (process.env.REQUIRE_ORACLES === '1') throw new RunFailed('ToolsMissing', `REQUIRE_ORACLES=1, but ${lacking}`);
  write(`The image is not verified here: ${lacking}\n${closingLine({ passed: 0, failed: 0, skipped: 1 })}\n`);
}

function write(text: string): void {
  process.stdout.write(text);
}

import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { WORK_DIR } from './paths.ts';

/** As in the forecaster's own bundle (containers/forecaster/build.ts): messages in fifty languages cost every start. */
const withoutZodLocales: Plugin = {
  name: 'without-zod-locales',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({ contents: 'export {};' }));
  },
};

/** Makes one module of a program under bench/programs, so that its process starts as a deployed one does. @returns its path */
export async function bundleProgram(name: string): Promise<string> {
  const outfile = join(WORK_DIR, `${name}.mjs`);
  await build({
    entryPoints: [`bench/programs/${name}.ts`],
    outfile,
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    // Packages that are CommonJS inside want a require.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [withoutZodLocales],
  });
  return outfile;
}

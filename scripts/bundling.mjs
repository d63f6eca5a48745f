// How this project's programs become modules that start fast; for the command line's launcher, for the functions and for the benchmark.
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Names stay as they are, for the stack traces.
 *
 * @param {string} root the repository
 */
export function moduleOptions(root) {
  return {
    absWorkingDir: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    banner: { js: BANNER },
    plugins: [withoutZodLocales],
  };
}

/** A program that runs beside its sources. @param {string} root the repository @param {string} outdir absolute */
export function programOptions(root, outdir) {
  const { plugins, ...options } = moduleOptions(root);
  return {
    ...options,
    outdir,
    target: 'node20',
    define: { 'import.meta.url': '__sourceUrl' },
    plugins: [sourceUrls(outdir), ...plugins],
  };
}

/** Packages that are CommonJS inside want a `require`. */
const BANNER =
  "import{createRequire as __createRequire}from'node:module';" +
  'const __bundleUrl=import.meta.url,require=__createRequire(__bundleUrl);';

/** A file that looks for others beside itself still finds them: `import.meta.url` stays the source's, relative to the bundle. */
function sourceUrls(outdir) {
  return {
    name: 'source-urls',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        const url = `new URL(${JSON.stringify(relative(outdir, path).replaceAll('\\', '/'))},__bundleUrl).href`;
        // On the first line, so that the source map's lines stay true.
        return { loader: 'ts', contents: `const __sourceUrl=${url};${text}`, resolveDir: dirname(path) };
      });
    },
  };
}

/** Messages in fifty languages would cost every start; zod reaches English by another way. */
const withoutZodLocales = {
  name: 'without-zod-locales',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({ contents: 'export {};' }));
  },
};

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

// How this project's programs become modules that start fast: the container tasks', the functions', the command line's, the benchmark's. Plain
// JavaScript: the command line's launcher runs before TypeScript can.
import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** What all bundles share; names stay as they are, for the stack traces. @param {string} root the repository @param {string} outdir absolute */
export function moduleOptions(root, outdir) {
  return {
    absWorkingDir: root,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    plugins: [withoutZodLocales],
  };
}

/** A program of the repository, run where it lies: it finds other files beside its sources. Parameters as above. */
export function programOptions(root, outdir) {
  const shared = moduleOptions(root, outdir);
  return {
    ...shared,
    banner: { js: BANNER },
    define: { 'import.meta.url': '__sourceUrl' },
    plugins: [sourceUrls(outdir), ...shared.plugins],
  };
}

/** Packages that are CommonJS inside want a `require`. */
export const BANNER =
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

/** zod's messages in fifty languages would be a third of what every start has to load; it reaches English by another way. */
const withoutZodLocales = {
  name: 'without-zod-locales',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({ contents: 'export {};' }));
  },
};

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { SHAPING } from '../../cli/definitions/kept-definitions.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const importsSchema = z.object({
  inputs: z.record(z.string(), z.object({ imports: z.array(z.object({ path: z.string(), kind: z.string() })) })),
});

const BUNDLE = `
  import { build } from 'esbuild';
  const { metafile } = await build({
    entryPoints: ['lib/synthesize.ts', 'local/platform/template.ts'],
    outdir: 'out', write: false, bundle: true, platform: 'node', format: 'esm', packages: 'external', metafile: true,
  });
  process.stdout.write(JSON.stringify(metafile));`;

/** Every file that is loaded to synthesize. The bundler runs in a process of its own: it does not know jest's globals. */
function loadedFiles(): readonly string[] {
  const text = execFileSync(process.execPath, ['--input-type=module', '--eval', BUNDLE], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const { inputs } = importsSchema.parse(JSON.parse(text));
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    const now = inputs[path]?.imports.filter(({ kind }) => kind === 'import-statement') ?? [];
    for (const { path: imported } of now) if (Object.hasOwn(inputs, imported)) visit(imported);
  };
  ['lib/synthesize.ts', 'local/platform/template.ts'].forEach(visit);
  return [...found];
}

const isCovered = (path: string) => SHAPING.some((shaping) => path === shaping || path.startsWith(`${shaping}/`));

describe('what shapes an environment', () => {
  it('covers every file that is loaded to synthesize it', () => {
    const files = loadedFiles();
    expect(files).toContain('lib/machines/train.ts');
    expect(files.filter((path) => !isCovered(path))).toEqual([]);
  });

  it('covers everything that the container image is made of', () => {
    const dockerfile = readFileSync(new URL('../../containers/forecaster/image/Dockerfile', import.meta.url), 'utf8');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, names]) => names.split(' '));
    expect(copied).toContain('core');
    expect(copied.filter((path) => !isCovered(path))).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import type { LoadHook, ResolveHook } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import { folderOf } from './folders.ts';
import { fileOf, mutantsOf, mutated } from './mutants.ts';
import { probed } from './probes.ts';

/**
 * How a worker loads modules. Those of the project, by the `run` in their address, are loaded afresh for every run, with that run's mutant
 * in them; those of packages are loaded once.
 */
const JEST_GLOBALS = new URL('./jest-globals.ts', import.meta.url).href;

const compiled = new Map<string, string>();

export const resolve: ResolveHook = (specifier, context, next) => {
  if (specifier === '@jest/globals') return next(JEST_GLOBALS, context);
  const parent = new URL(context.parentURL ?? 'node:');
  if (!parent.searchParams.has('run')) return next(specifier, context);
  if (specifier.startsWith('.') && specifier.endsWith('.ts')) {
    const url = new URL(specifier, parent);
    url.search = parent.search;
    return { url: url.href, format: 'module', shortCircuit: true };
  }
  parent.search = '';
  return next(specifier, { ...context, parentURL: parent.href });
};

export const load: LoadHook = (address, context, next) => {
  const url = new URL(address);
  if (!url.searchParams.has('run')) return next(address, context);
  const path = fileURLToPath(url);
  return { format: 'module', source: sourceOf(path, url.searchParams.get('mutant')), shortCircuit: true };
};

function sourceOf(path: string, mutant: string | null): string {
  const file = relative(process.cwd(), path);
  if (mutant !== null && fileOf(mutant) === file) {
    const text = readFileSync(path, 'utf8');
    return javaScriptOf(
      path,
      mutated(
        text,
        mutantsOf(file, text).find(({ id }) => id === mutant)!,
      ),
    );
  }
  const hasProbes = mutant === null && folderOf(file) !== undefined;
  const key = hasProbes ? `probes in ${file}` : file;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const text = readFileSync(path, 'utf8');
  const source = javaScriptOf(path, hasProbes ? probed(text, mutantsOf(file, text)) : text);
  compiled.set(key, source);
  return source;
}

function javaScriptOf(filename: string, text: string): string {
  return transformSync(text, {
    filename,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  }).code;
}

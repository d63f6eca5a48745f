import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { circlesOf, importGraph, importsOf, type Import } from './import-graph.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOT_SOURCE = /^(\.|node_modules|cdk\.out|out|coverage)/;

/** A state may hold states: a Map and a Parallel run some, a distributed Map runs executions of some. */
const STATES_HOLD_STATES = [
  'asl/execution-run.ts',
  'asl/map/map-run.ts',
  'asl/run-states.ts',
  'asl/states/distributed-map.ts',
  'asl/states/map.ts',
  'asl/states/parallel.ts',
];

function sourceFiles(): readonly string[] {
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !NOT_SOURCE.test(entry.name),
  );
  const files = folders.flatMap(({ name }) =>
    readdirSync(`${ROOT}/${name}`, { recursive: true, encoding: 'utf8' }).map((path) => `${name}/${path}`),
  );
  return files.filter((file) => /\.m?[jt]s$/.test(file)).sort();
}

const byValue = (edge: Import) => !edge.typeOnly;
const byType = () => true;

describe('the files of the repository', () => {
  const files = sourceFiles();
  const graph = importGraph(ROOT, files);

  it('are all looked at', () => {
    const folders = [...new Set(files.map((file) => file.split('/')[0]))];
    expect(folders).toEqual(expect.arrayContaining(['asl', 'core', 'lambdas', 'lib', 'scripts', 'tables', 'test']));
    const unknown = [...graph.values()].flat().filter(({ to }) => /\.ts$/.test(to) && !graph.has(to));
    expect(unknown).toEqual([]);
  });

  it('import each other in a circle by value only where states hold states', () => {
    expect(circlesOf(graph, byValue)).toEqual([STATES_HOLD_STATES]);
  });

  it('import each other in no further circle by type', () => {
    expect(circlesOf(graph, byType)).toEqual([STATES_HOLD_STATES]);
  });
});

describe('what counts as an import', () => {
  it.each([
    ["import { a } from './b.ts';", { to: 'x/b.ts', typeOnly: false }],
    ["import '../b.ts';", { to: 'b.ts', typeOnly: false }],
    ["import * as b from './y/b.ts';", { to: 'x/y/b.ts', typeOnly: false }],
    ["import type { A } from './b.ts';", { to: 'x/b.ts', typeOnly: true }],
    ["import { type A } from './b.ts';", { to: 'x/b.ts', typeOnly: false }],
    ["export { a } from './b.ts';", { to: 'x/b.ts', typeOnly: false }],
    ["export * from './b.ts';", { to: 'x/b.ts', typeOnly: false }],
    ["export type { A } from './b.ts';", { to: 'x/b.ts', typeOnly: true }],
    ["async () => { await import('./b.ts'); };", { to: 'x/b.ts', typeOnly: false }],
    ['void import(`./b.ts`);', { to: 'x/b.ts', typeOnly: false }],
    ["type A = import('./b.ts').A;", { to: 'x/b.ts', typeOnly: true }],
    ["function f(a: typeof import('./b.ts')) {}", { to: 'x/b.ts', typeOnly: true }],
  ])('%s', (text, expected) => {
    expect(importsOf('x/a.ts', text)).toEqual([expected]);
  });

  it.each(["import * as z from 'zod';", "export const a = './b.ts';", "// import './b.ts'", 'export { a };'])(
    'not %s',
    (text) => {
      expect(importsOf('x/a.ts', text)).toEqual([]);
    },
  );
});

describe('a circle', () => {
  /** 'a>b' is an import by value, 'a:b' one of types. */
  function graphOf(...edges: readonly string[]) {
    const graph = new Map<string, Import[]>([...'abcdef'].map((file) => [file, []]));
    for (const [from, kind, to] of edges) graph.get(from)?.push({ to, typeOnly: kind === ':' });
    return graph;
  }

  it('is every file that reaches all others of it, and no file that only leads there', () => {
    const graph = graphOf('a>b', 'b>c', 'c>d', 'd>b', 'd>e', 'e>f', 'f>e');
    expect(circlesOf(graph, byValue)).toEqual([
      ['b', 'c', 'd'],
      ['e', 'f'],
    ]);
  });

  it('is one circle where two share a file', () => {
    expect(circlesOf(graphOf('a>b', 'b>a', 'b>c', 'c>b'), byValue)).toEqual([['a', 'b', 'c']]);
  });

  it('is a file that imports itself', () => {
    expect(circlesOf(graphOf('a>a', 'a>b'), byValue)).toEqual([['a']]);
  });

  it('is none where paths only meet again', () => {
    expect(circlesOf(graphOf('a>b', 'a>c', 'b>d', 'c>d', 'd>e'), byValue)).toEqual([]);
  });

  it('by value does not go along types', () => {
    const graph = graphOf('a>b', 'b:a');
    expect(circlesOf(graph, byValue)).toEqual([]);
    expect(circlesOf(graph, byType)).toEqual([['a', 'b']]);
  });
});

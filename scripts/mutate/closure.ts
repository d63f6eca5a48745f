import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Hashes of files with all that they import from the project, one after the other: what a verdict depends on. */
export class Closures {
  readonly #imports = new Map<string, readonly string[]>();
  readonly #contents = new Map<string, string>();

  hashOf(...files: readonly string[]): string {
    const hash = createHash('sha256');
    for (const file of [...this.#reachedFrom(files)].sort()) hash.update(`${file} ${this.#contents.get(file)}\n`);
    return hash.digest('hex').slice(0, 16);
  }

  #reachedFrom(files: readonly string[]): ReadonlySet<string> {
    const reached = new Set(files);
    for (const file of reached) for (const imported of this.#importsOf(file)) reached.add(imported);
    return reached;
  }

  #importsOf(file: string): readonly string[] {
    const known = this.#imports.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(file, 'utf8');
    this.#contents.set(file, createHash('sha256').update(text).digest('hex'));
    const imports = file.endsWith('.ts') ? ts.preProcessFile(text, true, true).importedFiles : [];
    const files = imports
      .filter(({ fileName }) => fileName.startsWith('.'))
      .map(({ fileName }) => join(dirname(file), fileName))
      .filter((path) => existsSync(path));
    this.#imports.set(file, files);
    return files;
  }
}

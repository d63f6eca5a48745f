import type { FileDigests } from './statement.ts';

/** How the present files differ from the signed ones, a clause each; none when they are the same. */
export function compareFiles(signed: FileDigests, present: FileDigests): readonly string[] {
  const removed = [...signed.keys()].filter((path) => !present.has(path));
  const added = [...present.keys()].filter((path) => !signed.has(path));
  const changed = [...signed.keys()].filter((path) => present.has(path) && present.get(path) !== signed.get(path));

  const newName = (path: string) => added.find((name) => present.get(name) === signed.get(path));
  const exchanged = (a: string, b: string) => present.get(a) === signed.get(b) && present.get(b) === signed.get(a);
  const partner = (path: string) => changed.find((other) => exchanged(path, other));
  const renamed = new Set(removed.map(newName));
  return [
    ...changed.map((path) => {
      const other = partner(path);
      return other === undefined ? `${path} has changed` : `${path} has the content of ${other}`;
    }),
    ...removed.map((path) => {
      const name = newName(path);
      return name === undefined ? `${path} was removed` : `${path} was renamed to ${name}`;
    }),
    ...added.filter((path) => !renamed.has(path)).map((path) => `${path} was added`),
  ];
}

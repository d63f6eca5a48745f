/** Everybody whom a CODEOWNERS file names, once, in its order: https://docs.github.com/articles/about-code-owners */
export function codeOwners(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  const owners = lines.flatMap((line) => line.split(/\s+/).slice(1));
  return [...new Set(owners)];
}

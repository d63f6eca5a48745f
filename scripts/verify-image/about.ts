import type { Objects } from './objects.ts';

/** What the image has in /app beside its programs: see containers/forecaster/image/build.ts. */
export const ABOUT = { sbom: 'sbom.cdx.json', licences: 'licences.txt', base: 'base-image.json' } as const;

/** @throws Error when the image has no such file */
export function textOf(app: Objects, name: string): string {
  const bytes = app.get(name);
  if (bytes === undefined)
    throw new Error(`the image has no /app/${name}; it has: ${[...app.keys()].sort().join(', ')}`);
  return new TextDecoder().decode(bytes);
}

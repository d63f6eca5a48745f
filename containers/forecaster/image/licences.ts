import * as z from 'zod';

/** The part of a CycloneDX document that says what a package's licence is, and where its text was found. */
const bomSchema = z.object({
  components: z.array(
    z.object({
      group: z.string().optional(),
      name: z.string(),
      version: z.string(),
      licenses: z.array(
        z.union([
          z.object({ expression: z.string() }).transform(({ expression }) => expression),
          z.object({ license: z.object({ id: z.string() }) }).transform(({ license }) => license.id),
          z.object({ license: z.object({ name: z.string() }) }).transform(({ license }) => license.name),
        ]),
      ),
      evidence: z
        .object({
          licenses: z
            .array(
              z.object({
                license: z.object({ text: z.object({ content: z.base64(), encoding: z.literal('base64') }) }),
              }),
            )
            .default([]),
        })
        .default({ licenses: [] }),
    }),
  ),
});

/**
 * The licences of everything in a bill of materials, as their authors ask to be passed on: with their full text.
 *
 * @throws Error naming the package that came without one
 */
export function licenceTexts(bom: unknown): string {
  const { components } = bomSchema.parse(bom);
  const sections = components.map(({ group, name, version, licenses, evidence }) => {
    const title = `${group === undefined ? '' : `${group}/`}${name} ${version}`;
    const texts = evidence.licenses.map(({ license }) => Buffer.from(license.text.content, 'base64').toString('utf8'));
    if (texts.length === 0) {
      throw new Error(
        `the package ${title} (${licenses.join(', ')}) holds no licence file; its text must come with the image`,
      );
    }
    return `${title} (${licenses.join(', ')})\n\n${texts.map((text) => text.trim()).join('\n\n')}\n`;
  });
  return sections.join(`\n${'-'.repeat(80)}\n\n`);
}

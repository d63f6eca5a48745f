import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

export const templateSchema = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      DeletionPolicy: z.string().optional(),
      Metadata: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })).default({}),
});
export type Template = z.infer<typeof templateSchema>;

const manifestSchema = z.object({
  artifacts: z.record(z.string(), z.looseObject({ type: z.string(), properties: z.unknown() })),
});

const stackSchema = z.object({
  templateFile: z.string(),
  stackName: z.string().optional(),
  terminationProtection: z.boolean().default(false),
  tags: z.record(z.string(), z.string()).default({}),
});

const assetsSchema = z.object({ dockerImages: z.record(z.string(), z.unknown()).default({}) });

/** What a cloud assembly says of its one stack. */
export interface StackOfAssembly {
  readonly stackName: string;
  readonly template: Template;
  /** Where it lies below the folder. */
  readonly templateFile: string;
  readonly terminationProtection: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** How many container images a deployment would build. */
  readonly images: number;
}

/** @throws Error where there is not exactly one stack */
export function readAssembly(folder: string): StackOfAssembly {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const { artifacts } = manifestSchema.parse(read('manifest.json'));
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const [[id, stack] = ['', undefined]] = stacks;
  if (stack === undefined || stacks.length > 1) throw new Error(`${folder} holds ${stacks.length} stacks, not one`);
  const { stackName = id, ...properties } = stackSchema.parse(stack.properties);
  const { dockerImages } = assetsSchema.parse(read(`${id}.assets.json`));
  const template = templateSchema.parse(read(properties.templateFile));
  return { stackName, ...properties, template, images: Object.keys(dockerImages).length };
}

import * as z from 'zod';

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.looseObject({ type: z.string(), environment: z.string().optional(), properties: z.unknown() }),
  ),
});

const stackSchema = z.object({ templateFile: z.string(), stackName: z.string().optional() });

/** What a cloud assembly says of its one stack. */
export interface AssemblyStack {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  /** Below the assembly's folder. */
  readonly templateFile: string;
}

export const MANIFEST_FILE = 'manifest.json';

/** @param manifest the content of `manifest.json` @throws Error where there is not exactly one stack, of an account and region */
export function assemblyStack(manifest: unknown): AssemblyStack {
  const { artifacts } = manifestSchema.parse(manifest);
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const [[id, artifact] = ['', undefined]] = stacks;
  if (artifact === undefined || stacks.length > 1)
    throw new Error(`the assembly holds ${stacks.length} stacks, not one`);
  const [, account, region] = /^aws:\/\/(\d{12})\/([a-z0-9-]+)$/.exec(artifact.environment ?? '') ?? [];
  if (account === undefined || region === undefined) {
    throw new Error(`the stack ${id} of the assembly is of no account and region, but of ${artifact.environment}`);
  }
  const { templateFile, stackName = id } = stackSchema.parse(artifact.properties);
  return { stack: stackName, account, region, templateFile };
}

import * as z from 'zod';
import { readWhole, refusal } from './refusal.ts';

/** In the order in which CodeBuild runs them. */
export const PHASES = ['install', 'pre_build', 'build', 'post_build'] as const;
export type Phase = (typeof PHASES)[number];

const phaseSchema = z.strictObject({
  'runtime-versions': z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  commands: z.array(z.string()).default([]),
});

const specSchema = z.strictObject({
  version: z.union([z.literal('0.2'), z.literal(0.2)]),
  env: z
    .strictObject({
      variables: z.record(z.string(), z.string()).default({}),
      'exported-variables': z.array(z.string().regex(/^[A-Za-z_]\w*$/, 'the name of a variable')).default([]),
    })
    .optional(),
  phases: z.strictObject(
    Object.fromEntries(PHASES.map((phase) => [phase, phaseSchema.optional()])) as Record<
      Phase,
      z.ZodOptional<typeof phaseSchema>
    >,
  ),
});

export interface BuildCommand {
  readonly phase: Phase;
  readonly command: string;
}

/** What a build runs: one shell, command after command. */
export interface BuildPlan {
  readonly commands: readonly BuildCommand[];
  readonly variables: Readonly<Record<string, string>>;
  /** Shell variables that later actions may refer to. */
  readonly exported: readonly string[];
  /** By language, as CodeBuild would install them. */
  readonly runtimes: Readonly<Record<string, string>>;
}

/** CodeBuild's own variables that a rehearsal sets. */
export const SET_VARIABLES = ['CODEBUILD_RESOLVED_SOURCE_VERSION', 'CODEBUILD_SRC_DIR'] as const;

/** @param text of the template's project @throws RehearsalRefused */
export function readBuildSpec(text: unknown, project: string): BuildPlan {
  const what = `the buildspec of ${project}`;
  const { env, phases } = readWhole(specSchema, parsed(text, what), what);
  const commands = PHASES.flatMap((phase) =>
    (phases[phase]?.commands ?? []).map((command): BuildCommand => ({ phase, command })),
  );
  for (const { command } of commands) requireKnownVariables(command, what);
  const runtimes = PHASES.flatMap((phase) => Object.entries(phases[phase]?.['runtime-versions'] ?? {}));
  return {
    commands,
    variables: env?.variables ?? {},
    exported: env?.['exported-variables'] ?? [],
    runtimes: Object.fromEntries(runtimes.map(([language, version]) => [language, String(version)])),
  };
}

function parsed(text: unknown, what: string): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    throw refusal({
      problem: `${what} is not JSON in the template`,
      got: typeof text === 'string' ? text.slice(0, 80) : text,
      allowed: 'what BuildSpec.fromObject writes',
    });
  }
}

function requireKnownVariables(command: string, what: string): void {
  const known: readonly string[] = SET_VARIABLES;
  const unknown = [...command.matchAll(/\$\{?(CODEBUILD_\w+)/g)].find(([, name = '']) => !known.includes(name));
  if (unknown === undefined) return;
  throw refusal({
    problem: `${what}: '${command}' reads a variable of CodeBuild that a rehearsal does not set`,
    got: unknown[1],
    allowed: known.join(', '),
  });
}

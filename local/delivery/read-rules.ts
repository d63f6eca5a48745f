import * as z from 'zod';
import { requirePlayable } from './event-pattern.ts';
import type { RulePlan, RuleTarget } from './plan.ts';
import type { Surroundings } from './read-actions.ts';
import { readWhole, refusal } from './refusal.ts';
import type { DeliveryTemplate, Resolve } from './resolver.ts';

const targetSchema = z.strictObject({
  Arn: z.string(),
  Id: z.string(),
  RoleArn: z.unknown().optional(),
  RetryPolicy: z.unknown().optional(),
  DeadLetterConfig: z.unknown().optional(),
  InputTransformer: z
    .strictObject({ InputTemplate: z.string(), InputPathsMap: z.record(z.string(), z.string()).default({}) })
    .optional(),
});

const ruleSchema = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Tags: z.unknown().optional(),
  EventPattern: z.record(z.string(), z.unknown()),
  Targets: z.array(targetSchema),
});

/** The enabled rules of a template. @throws RehearsalRefused naming what cannot be matched or played */
export function readRules(template: DeliveryTemplate, resolve: Resolve, around: Surroundings): readonly RulePlan[] {
  const rules = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::Events::Rule');
  return rules.flatMap(([id, { Properties = {} }]) => {
    const rule = readWhole(ruleSchema, resolve(withoutRoles(Properties)), `the rule ${id}`);
    if (rule.State === 'DISABLED') return [];
    requirePlayable(rule.EventPattern, id);
    return [
      { name: id, pattern: rule.EventPattern, targets: rule.Targets.map((target) => readTarget(target, id, around)) },
    ];
  });
}

/** Rights and dead letters are nothing that a laptop plays. */
function withoutRoles(properties: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(
    JSON.stringify(properties, (key, value: unknown) =>
      key === 'RoleArn' || key === 'DeadLetterConfig' ? undefined : value,
    ),
  );
}

function readTarget(
  { Arn, InputTransformer }: z.infer<typeof targetSchema>,
  rule: string,
  { project, subscribers }: Surroundings,
): RuleTarget {
  const [, , service, , , ...resource] = Arn.split(':');
  switch (service) {
    case 'codepipeline':
      return { does: 'pipeline', pipeline: resource.join(':') };
    case 'codebuild':
      return { does: 'build', project: project(resource.join(':').replace(/^project\//, '')) };
    case 'sns': {
      const { InputTemplate = '"<event>"', InputPathsMap = { event: '$' } } = InputTransformer ?? {};
      return { does: 'tell', tells: subscribers(Arn), message: { text: InputTemplate, paths: InputPathsMap } };
    }
    default:
      throw refusal({
        problem: `the rule ${rule} has a target that a rehearsal cannot play`,
        got: Arn,
        allowed: 'a pipeline, a build project, a topic',
      });
  }
}

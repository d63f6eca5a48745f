import type { Template } from './assembly.ts';

/** Types that the emulator refuses, with what shows them instead. Their resources are left out of what is deployed to it. */
export const NOT_EMULATED: Readonly<Record<string, string>> = {
  'AWS::Budgets::Budget': 'not emulated: test/lib/operations, cfn-lint',
  'AWS::CloudWatch::CompositeAlarm': 'not emulated: test/lib/operations, cfn-lint',
  'AWS::Chatbot::SlackChannelConfiguration': 'not emulated: test/lib/operations',
  'AWS::CodePipeline::Pipeline': 'not emulated: test/lib/delivery, npm run rehearse, cfn-lint',
};

export interface LeftOut {
  readonly logicalId: string;
  readonly type: string;
}

/** A template without the resources of some types, and without the resources and outputs that cannot be without them. */
export function leaveOut(
  template: Template,
  types: readonly string[],
): { readonly template: Template; readonly leftOut: readonly LeftOut[] } {
  const resources = Object.entries(template.Resources);
  const gone = new Set(resources.filter(([, { Type }]) => types.includes(Type)).map(([id]) => id));
  // What refers to something that is gone goes as well, until nothing more does.
  for (let size = -1; size !== gone.size;) {
    size = gone.size;
    for (const [id, resource] of resources) if ([...referredTo(resource)].some((one) => gone.has(one))) gone.add(id);
  }
  const outputs = Object.entries(template.Outputs).filter(
    ([, output]) => ![...referredTo(output)].some((one) => gone.has(one)),
  );
  return {
    template: {
      ...template,
      Resources: Object.fromEntries(resources.filter(([id]) => !gone.has(id))),
      Outputs: Object.fromEntries(outputs),
    },
    leftOut: resources.filter(([id]) => gone.has(id)).map(([logicalId, { Type: type }]) => ({ logicalId, type })),
  };
}

/** The logical ids that a part of a template names: Ref, Fn::GetAtt, Fn::Sub, DependsOn. */
function* referredTo(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const words: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
    if (key === 'Ref' || key === 'DependsOn') yield* words.map(String);
    else if (key === 'Fn::GetAtt') yield String(words[0]).split('.')[0] ?? '';
    else if (key === 'Fn::Sub') for (const [, id] of String(words[0]).matchAll(/\$\{([^}.]+)/g)) yield id ?? '';
    yield* referredTo(inner);
  }
}

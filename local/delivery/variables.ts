/** Variables of a pipeline's actions: `#{Namespace.Name}`. */

/** What an action has left for later ones, by its namespace. */
export type Variables = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The namespace of what a person may say who starts a pipeline. */
export const OF_THE_PIPELINE = 'variables';

const REFERENCE = /#\{([^.{}]+)\.([^{}]+)\}/g;

export interface Reference {
  readonly namespace: string;
  readonly name: string;
}

export function referencesIn(text: string): readonly Reference[] {
  return [...text.matchAll(REFERENCE)].map(([, namespace = '', name = '']) => ({ namespace, name }));
}

/** @throws Error where a variable was never set: CodePipeline fails the action */
export function withVariables(text: string, variables: Variables): string {
  return text.replace(REFERENCE, (reference: string, namespace: string, name: string) => {
    const value = variables.get(namespace)?.[name];
    if (value === undefined) throw new Error(`the variable ${reference} was not set by any action before`);
    return value;
  });
}

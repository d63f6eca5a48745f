import { parseArn } from '../arn.ts';

export type IntegrationPattern = 'request-response' | 'sync' | 'wait-for-task-token';

/** A Task's Resource, read. `key` is the ARN without its pattern suffix: what integrations are found by. */
export type Resource =
  | {
      readonly kind: 'service';
      readonly key: string;
      /** As in the history: resourceType 'lambda', resource 'invoke.waitForTaskToken'. */
      readonly resourceType: string;
      readonly resource: string;
      readonly pattern: IntegrationPattern;
      /** `.sync:2` hands on the child's output as JSON, `.sync` as text. */
      readonly outputAsJson: boolean;
    }
  | { readonly kind: 'lambda' | 'activity'; readonly key: string; readonly pattern: 'request-response' };

const SUFFIXES = { '.sync:2': 'sync', '.sync': 'sync', '.waitForTaskToken': 'wait-for-task-token' } as const;

/** @returns undefined when the text names nothing that a Task can call. */
export function parseResource(text: string): Resource | undefined {
  const arn = parseArn(text);
  if (arn?.service === 'lambda') return { kind: 'lambda', key: text, pattern: 'request-response' };
  if (arn?.service !== 'states') return undefined;
  if (arn.rest.startsWith('activity:')) return { kind: 'activity', key: text, pattern: 'request-response' };
  const suffix = suffixOf(arn.rest);
  const path = arn.rest.slice(0, arn.rest.length - (suffix ?? '').length);
  const colon = path.lastIndexOf(':');
  if (colon < 0) return undefined;
  return {
    kind: 'service',
    key: text.slice(0, text.length - (suffix ?? '').length),
    resourceType: path.slice(0, colon),
    resource: path.slice(colon + 1) + (suffix ?? ''),
    pattern: suffix === undefined ? 'request-response' : SUFFIXES[suffix],
    outputAsJson: suffix === '.sync:2',
  };
}

function suffixOf(rest: string): keyof typeof SUFFIXES | undefined {
  if (rest.endsWith('.sync:2')) return '.sync:2';
  if (rest.endsWith('.sync')) return '.sync';
  return rest.endsWith('.waitForTaskToken') ? '.waitForTaskToken' : undefined;
}

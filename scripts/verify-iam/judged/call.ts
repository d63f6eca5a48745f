/** One call as IAM is asked about it. */
export interface Call {
  /** A role's ARN, or a service. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** What the request carries beside: only what AWS gives for such a call. */
  readonly context?: Readonly<Record<string, string>>;
}

/** What tells one call from another. */
export function callKey({ principal, action, resource, context = {} }: Call): string {
  return JSON.stringify([principal, action, resource, Object.entries(context).sort()]);
}

export function callText({ action, resource, context = {} }: Call): string {
  const said = Object.entries(context).map(([key, value]) => `${key}=${value}`);
  return [action, resource, ...said].join(' ');
}

/** Each once, in the order in which they come. */
export function distinct(calls: Iterable<Call>): readonly Call[] {
  return [...new Map([...calls].map((call) => [callKey(call), call])).values()];
}

/** Another key, secret or subnet of the same account. */
export function beside(arn: string): string {
  return arn.replace(/[^/]+$/, 'of-another-stack');
}

/** The same for every generation of a key. */
export function generationless(keyArn: string): string {
  return keyArn.replace(/\d+$/, '');
}

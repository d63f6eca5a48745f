import type { ShippedPackage } from '../../contracts/evidence.ts';

/**
 * Licences, as packages state them, that functions and image may be shipped under: none asks for more than its text or an attribution, which
 * /app/licences.txt and NOTICE give. An expression that is not here is read by a person first.
 */
export const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  // The data of date-holidays.
  'ISC AND CC-BY-3.0',
  'MIT',
  'MIT-0',
  'MIT OR CC0-1.0',
  'Unlicense',
]);

export function isAllowedLicence({ licence }: Pick<ShippedPackage, 'licence'>): boolean {
  return ALLOWED_LICENCES.has(withoutParentheses(licence.trim()));
}

/** '(ISC AND CC-BY-3.0)' and what stands within say the same. */
function withoutParentheses(expression: string): string {
  const inner = /^\(([^()]+)\)$/.exec(expression);
  return inner === null ? expression : inner[1].trim();
}

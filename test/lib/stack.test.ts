import { describe, expect, it } from '@jest/globals';
import { templateOf } from './support.ts';

/**
 * Hashes of code and images, the commit and the libraries change with every commit. The machines' definitions are held by tests of
 * their own: as text inside a template, nobody could read how they differ.
 */
function scrubbed(template: object): unknown {
  const text = JSON.stringify(template, (key, value: unknown) => (key === 'DefinitionString' ? 'DEFINITION' : value))
    .replace(/[0-9a-f]{64}/g, 'ASSET')
    .replace(/"BUILD_COMMIT":"[^"]*"/, '"BUILD_COMMIT":"COMMIT"')
    .replace(/"BUILD_LIBRARIES":"(\\.|[^"\\])*"/, '"BUILD_LIBRARIES":"LIBRARIES"');
  return JSON.parse(text);
}

describe('the stack of prod', () => {
  it('is what was last agreed on', () => {
    expect(scrubbed(templateOf('prod'))).toMatchSnapshot();
  });
});

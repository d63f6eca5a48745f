import { describe, expect, it } from '@jest/globals';
import { NAMES, resourcesOf, templateOf } from '../support.ts';
import { companyTemplate } from './template.ts';

const boundariesIn = (template: ReturnType<typeof templateOf>) =>
  resourcesOf(template, 'AWS::IAM::Role').map(({ properties }) => properties.PermissionsBoundary);

describe('the permissions boundary', () => {
  it('bounds every role', () => {
    const boundaries = boundariesIn(companyTemplate());
    expect(boundaries.length).toBeGreaterThan(30);
    expect([...new Set(boundaries)]).toStrictEqual(['arn:aws:iam::444455556666:policy/platform/acme-boundary']);
  });

  it.each(NAMES)('is on none where the literal says none, in %s', (name) => {
    expect([...new Set(boundariesIn(templateOf(name)))]).toStrictEqual([undefined]);
  });
});

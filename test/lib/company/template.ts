import { COMPANY } from '../../support/company-environment.ts';
import { onceASuite } from '../../support/once-a-suite.ts';
import type { Template } from '../../../local/platform/template.ts';
import { stackOf } from '../support.ts';

/** The template of a company with rules of its own, synthesized once for all tests of a run. */
export function companyTemplate(): Template {
  return onceASuite('template of a company', () => stackOf(COMPANY).template);
}

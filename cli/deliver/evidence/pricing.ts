import { stackName } from '../../../core/contracts/names.ts';
import type { Pricing } from '../../../core/delivery/evidence/sources.ts';
import { statedBy } from '../../../core/delivery/evidence/stated.ts';
import { findDelivery, findPlatform } from '../../../environments/index.ts';
import { costOfTransitions, monthOf } from '../../cost/month.ts';

/** Of each data set, as in the demonstration: what a month is estimated for. */
const SERIES = 4;

/** Both estimates by what the two templates state, since a literal is known of the new one only. */
export const pricing: Pricing = {
  basis: `${SERIES} series a data set, by the schedules, functions and instances of the template`,
  async month(environment, template) {
    const literal = findPlatform(environment);
    const { region, datasets } = literal;
    return monthOf({ region, datasets, ...statedBy(template, stackName(literal)) }, template, { series: SERIES });
  },
  run: (transitions) => costOfTransitions(findDelivery().region, transitions),
};

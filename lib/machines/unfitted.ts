import type { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { ERROR_NAMES } from '../../core/contracts/errors.ts';
import type { Flow } from './flow.ts';

/**
 * A recipe that cannot be fitted without the holdout decides against the challenger. Whatever else ends a fit, a full disk, a killed process, a
 * job that found no machine, is no verdict, and must not cost a good version: the machine fails, and may be asked again. A function's error is
 * named; of a job, the name stands before its reason.
 */
const CANNOT_BE_FITTED = `$contains($failure.Error & ': ' & $failure.Cause, /(^|: )(${ERROR_NAMES.tooManyFailedSeries}|${ERROR_NAMES.noObservations}): /)`;

/** After a twin that could not be fitted: on to `judged` where that decides against the challenger, else the machine fails as the fit did. */
export function decidesAgainst(flow: Flow, judged: IChainable): IChainable {
  return flow.choice('Does it say something of the recipe?', CANNOT_BE_FITTED, {
    yes: judged,
    no: flow.refuse('Fail as the fit did', { Error: '$failure.Error', Cause: '$failure.Cause' }),
  });
}

import type { KeyClass } from './key-classes.ts';

/**
 * Classes of keys that nobody needs to be kept apart from each other: whoever needs one of a line may have all of it, in its own place and below
 * replays. Who may write is told apart more finely than who may read: what counts is who can change it.
 */
const WRITTEN_TOGETHER: readonly RegExp[] = [
  // The tracker's, whole: it is a server's elsewhere.
  /^(tracked|waiting) /,
  // A registration, by SageMaker's registry in an account's own place and by the platform's own within a replay.
  /^(registered version|record of a package|metrics of a package|package of a run)$/,
  /^(signature|manifest) of a model$/,
  /^fit (plan|manifest)$/,
  /^smoke /,
  // The monitor's, of one look for the next.
  /^(memory of the monitor|periods set aside|worth of a look|time of a look)$/,
  // Bronze as ingest leaves it, and silver as transform does.
  /^((log|files) of observations|list of deliveries|refused delivery)$/,
  /^((log|files) of (series|quarantine)|ledger|known series|unread deliveries)$/,
  /^(log|files) of features$/,
  /^(log|files) of evaluations$/,
  /^(log|files) of monitoring$/,
  /^(index|record) of a move$/,
  /^guard (report|page)$/,
  /^comparison( page)?$/,
  /^(model|summary of a model|forecasts of a model|twin|summary of a twin|forecasts of a twin|summary of a trial|points of a trial)$/,
];

const READ_TOGETHER: readonly RegExp[] = [
  /^(tracked|waiting) /,
  /^(registered version|record of a package|metrics of a package|package of a run|stage of a version|Production pointer|(record|index) of a move|refusal)$/,
  /^(model|(signature|manifest|summary|forecasts) of a model)$/,
  /^(summary|points) of a trial$/,
  /^(twin|(summary|forecasts) of a twin)$/,
  /^fit (plan|manifest)$/,
  /^smoke /,
  /^(memory of the monitor|periods set aside|worth of a look|time of a look)$/,
  /^((log|files) of observations|list of deliveries|refused delivery|ruling)$/,
  /^((log|files) of (series|quarantine)|ledger|known series|unread deliveries)$/,
  /^(log|files) of features$/,
  /^(log|files) of forecasts$/,
  /^(log|files) of evaluations$/,
  /^(log|files) of monitoring$/,
  /^(guard report|comparison)$/,
];

/** What is needed together with the class, in one word. */
export function familyOf({ name }: KeyClass, action: string): string {
  const own = name.replace(/, of a replay$/, '');
  const together = action === 's3:GetObject' ? READ_TOGETHER : WRITTEN_TOGETHER;
  return together.find((pattern) => pattern.test(own))?.source ?? own;
}

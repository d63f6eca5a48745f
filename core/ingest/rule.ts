import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { inForce, type Ruling, type RulingKind } from '../contracts/rulings.ts';
import { shortSha256 } from './find-delivery.ts';

/**
 * The ruling to keep: the asked one, or the one that the same run has made before.
 *
 * @param before every ruling on the data set's deliveries, oldest first
 * @throws RulingRefused where it would change nothing, or another ruling has to come first
 */
export function decideRuling(before: readonly Ruling[], asked: Ruling): Ruling {
  const made = before.find(({ runId }) => runId === asked.runId);
  if (made !== undefined) return requireSame(made, asked);
  const present = inForce(before).get(asked.delivery);
  const objection = OBJECTIONS[asked.ruling](present);
  if (objection === undefined) return asked;
  throw new PlatformError(ERROR_NAMES.rulingRefused, {
    problem: `the delivery ${shortSha256(asked.delivery)} ('${asked.key}') ${objection.problem}`,
    got: present === undefined ? 'no ruling on it' : toldOf(present),
    hint: objection.hint,
  });
}

interface Objection {
  readonly problem: string;
  readonly hint: string;
}

/** What speaks against a ruling, by the one in force. */
const OBJECTIONS: Readonly<Record<RulingKind, (present: Ruling | undefined) => Objection | undefined>> = {
  withdraw: (present) =>
    present?.ruling === 'withdraw'
      ? { problem: 'is withdrawn already', hint: "nothing is to be done; 'restore' ends the withdrawal" }
      : undefined,
  restore: (present) =>
    present?.ruling === 'withdraw'
      ? undefined
      : { problem: 'is not withdrawn: there is nothing to restore', hint: 'look at the list which one is' },
  accept: (present) => {
    if (present?.ruling === 'accept') return { problem: 'is accepted already', hint: 'nothing is to be done' };
    if (present?.ruling !== 'withdraw') return undefined;
    return { problem: 'is withdrawn: nothing of it is read', hint: 'restore it first, then accept it' };
  },
};

/** A run's id names its ruling for good: it is not told again as another. */
function requireSame(made: Ruling, { delivery, ruling }: Ruling): Ruling {
  if (made.delivery === delivery && made.ruling === ruling) return made;
  throw new PlatformError(ERROR_NAMES.rulingRefused, {
    problem: `the run '${made.runId}' has made another ruling already`,
    got: `${made.ruling} ${shortSha256(made.delivery)} ('${made.key}')`,
    hint: 'start this one under a run id of its own',
  });
}

function toldOf({ ruling, by, at, reason }: Ruling): string {
  return `${ruling} by ${by} at ${at}: ${reason}`;
}

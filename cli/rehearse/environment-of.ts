import { devNull } from 'node:os';
import { DELIVERY_VARIABLES } from '../../core/contracts/delivery.ts';

/** Of the command that runs the rehearsal, not of what it runs. */
const OF_THE_OUTER_COMMAND = /^(AWS_|npm_lifecycle_|npm_package_|CODEBUILD_|INIT_CWD$)/;

/** What a rehearsed program sees: nothing by which it could reach an account. */
export function rehearsedEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const mine: readonly string[] = Object.values(DELIVERY_VARIABLES);
  const kept = Object.entries(env).filter(([name]) => !OF_THE_OUTER_COMMAND.test(name) && !mine.includes(name));
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

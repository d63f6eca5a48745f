import { join } from 'node:path';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { StackToDeploy, SynthesisRequest, Toolkit } from '../../core/delivery/ports.ts';
import { outputOf, runProgram } from '../programs/program.ts';

/** What a build on CodeBuild is told of its commit: lib/steps/build-info.ts reads it there. */
const COMMIT_VARIABLE = 'CODEBUILD_RESOLVED_SOURCE_VERSION';

/** The command line of package.json, in the checkout that `root` is; `npx cdk` starts the same one. */
export function cdkToolkit(root: string): Toolkit {
  const cdk = [process.execPath, join(root, 'node_modules/aws-cdk/bin/cdk')];
  return {
    /** Its output is a template: what it says of its progress goes to standard error by itself. */
    async synthesize({ environment, commit, context, folder }: SynthesisRequest) {
      const values = Object.entries({ ...context, env: environment }).flatMap(([key, value]) => [
        '--context',
        `${key}=${value}`,
      ]);
      const env = { ...process.env, [COMMIT_VARIABLE]: commit };
      await outputOf([...cdk, 'synth', '--quiet', ...values, '--output', folder], { cwd: root, env });
    },
    /** @throws DeploymentFailed */
    async deploy({ folder, stack, account, region }: StackToDeploy) {
      const options = ['--app', folder, '--require-approval', 'never', '--progress', 'events'];
      const { exitCode } = await runProgram([...cdk, 'deploy', ...options, stack], { cwd: root, output: 'shown' });
      if (exitCode === 0) return;
      throw new PlatformError(ERROR_NAMES.deploymentFailed, {
        problem: `cdk deploy of ${stack} to ${account} in ${region} failed`,
        got: `exit code ${exitCode}`,
        hint: 'the lines above say why, and so do the events of the stack in the CloudFormation console',
      });
    },
  };
}

import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

const SESSION = 'forecasting-delivery';

/** Credentials of a role, for an hour. @throws AccountRefused where the role is not there, or does not trust the caller */
export async function roleCredentials(client: STSClient, roleArn: string): Promise<RoleCredentials> {
  try {
    const { Credentials } = await client.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: SESSION }));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  } catch (cause) {
    throw new PlatformError(ERROR_NAMES.accountRefused, {
      problem: `the role ${roleArn} cannot be taken`,
      got: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause),
      allowed: "a role of the delivery's pipelines, or credentials of the environment's account",
      hint: 'the environment has to be deployed before its runs can be read',
      cause,
    });
  }
}

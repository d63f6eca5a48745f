import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';

/**
 * A channel that hears what the topic says, and can do nothing: whoever writes in it has no role, and what anybody gave it later would still be held
 * to the guardrail, which without this line is AdministratorAccess.
 */
export function addChannel(
  scope: Construct,
  channel: Exclude<PlatformEnvironment['operations']['chat'], 'none'>,
  topic: ITopic,
): void {
  new SlackChannelConfiguration(scope, 'Channel', {
    ...channel,
    slackChannelConfigurationName: Stack.of(scope).stackName,
    notificationTopics: [topic],
    guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AWSDenyAll')],
  });
}

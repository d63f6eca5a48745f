import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * A service on behalf of this account: it works for others as well, and must not take a role of ours for them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function onOurBehalf(scope: Construct, service: string): ServicePrincipal {
  return new ServicePrincipal(service, {
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });
}

/** What EventBridge takes when a rule starts something. By this name CDK would make one that says nothing of the account. */
export function newEventsRole(scope: Construct): Role {
  return new Role(scope, 'EventsRole', { assumedBy: onOurBehalf(scope, 'events.amazonaws.com') });
}

import { CfnResource } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * The CloudFormation resource behind a construct.
 *
 * @throws Error for a construct that stands for no resource of its own
 */
export function resourceOf(construct: IConstruct): CfnResource {
  const child = construct.node.defaultChild;
  if (child instanceof CfnResource) return child;
  throw new Error(`${construct.node.path} has no CloudFormation resource of its own`);
}

/** Fixes the id by which CloudFormation knows a stateful resource: a refactor that moves the construct must not replace it. */
export function pinLogicalId(construct: IConstruct, logicalId: string): void {
  resourceOf(construct).overrideLogicalId(logicalId);
}

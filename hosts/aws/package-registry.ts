import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRegistry } from '../../adapters/aws/sagemaker-registry.ts';
import type { Clock, ModelRegistry, ObjectStore } from '../../core/ports.ts';

export function packageRegistry(artifacts: ObjectStore, clock: Clock): ModelRegistry {
  return new SageMakerRegistry(new SageMakerClient({}), artifacts, clock);
}

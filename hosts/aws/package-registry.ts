import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { type RegistryPlace, SageMakerRegistry } from '../../adapters/aws/sagemaker-registry.ts';
import type { ModelRegistry } from '../../core/ports.ts';

export function packageRegistry(place: RegistryPlace): ModelRegistry {
  return new SageMakerRegistry(new SageMakerClient({}), place);
}

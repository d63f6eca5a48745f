import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRegistry } from '../../adapters/aws/sagemaker-registry.ts';
import type { ModelRegistry } from '../../core/ports.ts';

export function packageRegistry(place: ConstructorParameters<typeof SageMakerRegistry>[1]): ModelRegistry {
  return new SageMakerRegistry(new SageMakerClient({}), place);
}

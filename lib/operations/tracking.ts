import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';

/** Where training runs are recorded: in the artifacts bucket, or on an MLflow server. */
export class Tracking {
  constructor(private readonly place: PlatformEnvironment['tracking']) {}

  /** The function knows the server. In the bucket, its rights are those on the layer, which its row states already. */
  grantTrack(lambda: LambdaFunction): void {
    if (this.place !== 'files') lambda.addEnvironment(ENVIRONMENT_VARIABLES.trackingUri, this.place);
  }
}

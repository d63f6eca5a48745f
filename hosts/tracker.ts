import { mlflowTracker } from '../adapters/mlflow/tracker.ts';
import type { ObjectStore, Tracker } from '../core/ports.ts';
import { objectTracker } from '../lake/object-tracker.ts';

/** An MLflow server where one is named; else the tracker that is files among the artifacts. */
export function trackerAt(trackingUri: string | undefined, artifacts: ObjectStore): Tracker {
  return trackingUri === undefined || trackingUri === ''
    ? objectTracker(artifacts)
    : mlflowTracker({ baseUrl: trackingUri });
}

import type { Layer, SharedLayer } from './layers.ts';

/** How a deployed function learns where things are: set by lib/, read by hosts/aws.ts, named only here. */
export const ENVIRONMENT_VARIABLES = {
  /** The environment's name, as the command line takes it. */
  environment: 'PLATFORM_ENVIRONMENT',
  /** The step's name, as Powertools' logger reads it: `service` of every line. */
  service: 'POWERTOOLS_SERVICE_NAME',
  /** Of the machine whose questions people answer: what the function that answers is told. */
  promoteMachineArn: 'PROMOTE_MACHINE_ARN',
  /** The address of the region's STS. */
  stsEndpoint: 'STS_ENDPOINT',
  /** The stack's name, which is part of every name that the whole account sees. */
  stack: 'PLATFORM_STACK',
  /** JSON: value by key, of what is made at run time. */
  tags: 'RESOURCE_TAGS',
  buckets: {
    landing: 'LANDING_BUCKET',
    bronze: 'BRONZE_BUCKET',
    silver: 'SILVER_BUCKET',
    gold: 'GOLD_BUCKET',
    artifacts: 'ARTIFACTS_BUCKET',
  } satisfies Record<Layer, string>,
  /** The layers that a function reads, with commas between; 'none' where it reads none. */
  readLayers: 'READ_LAYERS',
  /** Of another environment, whose silver and gold are read: its name, and the buckets. */
  sharedEnvironment: 'SHARED_ENVIRONMENT',
  sharedBuckets: {
    silver: 'SHARED_SILVER_BUCKET',
    gold: 'SHARED_GOLD_BUCKET',
  } satisfies Record<SharedLayer, string>,
  topicArn: 'NOTIFICATION_TOPIC_ARN',
  /** 'chat' where the topic's messages go to a chat channel too; without it, to people's mail alone. */
  notificationFormat: 'NOTIFICATION_FORMAT',
  /** Of the key that signs, and JSON (core/contracts/key-ring.ts): all those whose signatures count. First of models, then of the record of moves. */
  signingKey: { arn: 'SIGNING_KEY_ARN', ring: 'SIGNING_KEY_RING' },
  auditKey: { arn: 'AUDIT_KEY_ARN', ring: 'AUDIT_KEY_RING' },
  /** Of an MLflow server; without it the tracker keeps its runs in the artifacts bucket. */
  trackingUri: 'MLFLOW_TRACKING_URI',
  /** Whether a version may go live that was made by uncommitted code. */
  uncommittedCode: 'UNCOMMITTED_CODE',
  /** What becomes of a training whose record the server does not take: 'wait' or 'fail' (core/contracts/waiting.ts). */
  trackingWhenDown: 'TRACKING_WHEN_DOWN',
  /** Of a deployed function: the name or ARN of the secret with the server's credentials, which it reads at run time. */
  trackingSecret: 'TRACKING_SECRET',
  /** On a laptop, by MLflow's own names: a token, or a user with a password. Never set by lib/. */
  trackingToken: 'MLFLOW_TRACKING_TOKEN',
  trackingUsername: 'MLFLOW_TRACKING_USERNAME',
  trackingPassword: 'MLFLOW_TRACKING_PASSWORD',
  commit: 'BUILD_COMMIT',
  image: 'BUILD_IMAGE',
  /** JSON: version by package name. */
  libraries: 'BUILD_LIBRARIES',
} as const;

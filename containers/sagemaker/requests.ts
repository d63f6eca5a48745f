import * as z from 'zod';

/**
 * The part of CreateTrainingJob and CreateProcessingJob that decides what a container sees and what becomes of its files.
 * What is not implemented (pipe mode, sharded inputs, archives) does not parse, rather than being done differently than on AWS;
 * fields that only concern AWS (roles, instances, networks) are let through.
 */
/** SageMaker keeps so much of it. */
export const MAX_EXIT_MESSAGE = 1024;

const texts = z.record(z.string(), z.string());
const name = z.string().regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/, 'letters, digits and dashes, at most 63');
const containerPath = z.string().startsWith('/opt/ml/');
const stoppingCondition = z.object({ MaxRuntimeInSeconds: z.number().int().positive() });

const channelSchema = z.object({
  ChannelName: z.string().regex(/^[A-Za-z0-9._-]+$/),
  InputMode: z.literal('File').optional(),
  CompressionType: z.literal('None').optional(),
  DataSource: z.strictObject({
    S3DataSource: z.strictObject({
      S3DataType: z.enum(['S3Prefix', 'ManifestFile']),
      S3Uri: z.string(),
      S3DataDistributionType: z.literal('FullyReplicated').optional(),
    }),
  }),
});

export const trainingJobRequestSchema = z.object({
  TrainingJobName: name,
  HyperParameters: texts.optional(),
  Environment: texts.optional(),
  InputDataConfig: z.array(channelSchema),
  OutputDataConfig: z.object({ S3OutputPath: z.string(), CompressionType: z.literal('NONE') }),
  ResourceConfig: z.object({ InstanceCount: z.literal(1).optional() }).optional(),
  StoppingCondition: stoppingCondition,
});
export type TrainingJobRequest = z.infer<typeof trainingJobRequestSchema>;

const jobStatus = z.enum(['Completed', 'Failed', 'Stopped']);

/** The part of DescribeTrainingJob's answer that a state machine can use. */
export const trainingJobDescriptionSchema = trainingJobRequestSchema.extend({
  TrainingJobStatus: jobStatus,
  FailureReason: z.string().optional(),
  ModelArtifacts: z.object({ S3ModelArtifacts: z.string() }),
  /** Of the job's summary.json: told by the function that stands for SageMaker, which itself tells nothing of the kind of a training job. */
  SummarySha256: z.string().optional(),
});
export type TrainingJobDescription = z.infer<typeof trainingJobDescriptionSchema>;

const processingInputSchema = z.object({
  InputName: z.string(),
  S3Input: z.object({
    S3Uri: z.string(),
    LocalPath: containerPath,
    S3DataType: z.enum(['S3Prefix', 'ManifestFile']),
    S3InputMode: z.literal('File').optional(),
    S3DataDistributionType: z.literal('FullyReplicated').optional(),
    S3CompressionType: z.literal('None').optional(),
  }),
});

const processingOutputSchema = z.object({
  OutputName: z.string(),
  S3Output: z.object({ S3Uri: z.string(), LocalPath: containerPath, S3UploadMode: z.literal('EndOfJob') }),
});

export const processingJobRequestSchema = z.object({
  ProcessingJobName: name,
  Environment: texts.optional(),
  ProcessingInputs: z.array(processingInputSchema),
  ProcessingOutputConfig: z.object({ Outputs: z.array(processingOutputSchema) }),
  StoppingCondition: stoppingCondition.optional(),
});
export type ProcessingJobRequest = z.infer<typeof processingJobRequestSchema>;

/** The part of DescribeProcessingJob's answer that a state machine can use. */
export const processingJobDescriptionSchema = processingJobRequestSchema.extend({
  ProcessingJobStatus: jobStatus,
  /** What the container left in /opt/ml/output/message. */
  ExitMessage: z.string().max(MAX_EXIT_MESSAGE).optional(),
  FailureReason: z.string().optional(),
});
export type ProcessingJobDescription = z.infer<typeof processingJobDescriptionSchema>;

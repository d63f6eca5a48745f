import type { Reader } from './reader.ts';
import { STACK } from './readers/cloudformation.ts';
import { ALARM, DASHBOARD } from './readers/cloudwatch.ts';
import { RULE } from './readers/events.ts';
import { DATABASE, TABLE } from './readers/glue.ts';
import { POLICY, ROLE } from './readers/iam.ts';
import { KEY } from './readers/kms.ts';
import { FUNCTION } from './readers/lambda.ts';
import { LOG_GROUP } from './readers/logs.ts';
import { BUCKET, BUCKET_POLICY } from './readers/s3.ts';
import { SCHEDULE, SCHEDULE_GROUP } from './readers/scheduler.ts';
import { SUBSCRIPTION, TOPIC, TOPIC_POLICY } from './readers/sns.ts';
import { QUEUE, QUEUE_POLICY } from './readers/sqs.ts';
import { STATE_MACHINE } from './readers/states.ts';

/** A type that the stacks have, and that is not here, fails; what the emulator does not know at all stands in left-out.ts. */
export const READERS: Readonly<Record<string, Reader>> = {
  'AWS::CloudFormation::Stack': STACK,
  'AWS::CloudWatch::Alarm': ALARM,
  'AWS::CloudWatch::Dashboard': DASHBOARD,
  'AWS::Events::Rule': RULE,
  'AWS::Glue::Database': DATABASE,
  'AWS::Glue::Table': TABLE,
  'AWS::IAM::Policy': POLICY,
  'AWS::IAM::Role': ROLE,
  'AWS::KMS::Key': KEY,
  'AWS::Lambda::Function': FUNCTION,
  'AWS::Logs::LogGroup': LOG_GROUP,
  'AWS::S3::Bucket': BUCKET,
  'AWS::S3::BucketPolicy': BUCKET_POLICY,
  'AWS::SNS::Subscription': SUBSCRIPTION,
  'AWS::SNS::Topic': TOPIC,
  'AWS::SNS::TopicPolicy': TOPIC_POLICY,
  'AWS::SQS::Queue': QUEUE,
  'AWS::SQS::QueuePolicy': QUEUE_POLICY,
  'AWS::Scheduler::Schedule': SCHEDULE,
  'AWS::Scheduler::ScheduleGroup': SCHEDULE_GROUP,
  'AWS::StepFunctions::StateMachine': STATE_MACHINE,
};

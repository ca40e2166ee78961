import { asArray } from '#server/domain/json.ts'
import { type Attributes, set } from './attributes.ts'
import type { Translation } from './translation.ts'

function retry(a: Attributes): unknown {
  const block = a.block('retry_policy')
  return (
    block &&
    set({
      MaximumRetryAttempts: block.get('maximum_retry_attempts'),
      MaximumEventAgeInSeconds: block.get('maximum_event_age_in_seconds'),
    })
  )
}

const deadLetter = (a: Attributes) =>
  a.block('dead_letter_config') && { Arn: a.block('dead_letter_config')?.get('arn') }

/** EventBridge, SNS, SQS, S3, streams and log subscriptions. Source: Terraform AWS provider documentation. */
export const EVENTS: Record<string, Translation> = {
  aws_cloudwatch_event_rule: (a) => ({
    Name: a.get('name'),
    EventBusName: a.text('event_bus_name'),
    State: a.text('state') ?? (a.get('is_enabled') === false ? 'DISABLED' : undefined),
    ScheduleExpression: a.text('schedule_expression'),
    EventPattern: a.text('event_pattern'),
  }),
  aws_cloudwatch_event_target: (a) => ({
    Rule: a.get('rule'),
    EventBusName: a.text('event_bus_name'),
    Target: set({
      Id: a.get('target_id') ?? 'target',
      Arn: a.get('arn'),
      DeadLetterConfig: deadLetter(a),
      RetryPolicy: retry(a),
    }),
  }),
  aws_cloudwatch_event_bus: (a) => ({ Name: a.get('name') }),
  aws_cloudwatch_event_bus_policy: (a) => ({
    EventBusName: a.text('event_bus_name'),
    Policy: a.get('policy'),
  }),
  aws_cloudwatch_event_permission: (a) => ({
    EventBusName: a.text('event_bus_name'),
    Principal: a.get('principal'),
    Action: a.text('action'),
    Condition: a.block('condition') && {
      Type: a.block('condition')?.get('type'),
      Key: a.block('condition')?.get('key'),
      Value: a.block('condition')?.get('value'),
    },
  }),
  aws_scheduler_schedule: (a) => {
    const target = a.block('target')
    return {
      Name: a.get('name'),
      GroupName: a.text('group_name'),
      State: a.text('state'),
      ScheduleExpression: a.get('schedule_expression'),
      Target:
        target &&
        set({
          Arn: target.get('arn'),
          RoleArn: target.get('role_arn'),
          DeadLetterConfig: deadLetter(target),
          RetryPolicy: retry(target),
        }),
    }
  },
  aws_sns_topic: (a) => ({
    TopicName: a.get('name'),
    KmsMasterKeyId: a.text('kms_master_key_id'),
    Policy: a.text('policy'),
  }),
  aws_sns_topic_policy: (a) => ({ Topics: [a.get('arn')], PolicyDocument: a.get('policy') }),
  aws_sns_topic_subscription: (a) => ({
    TopicArn: a.get('topic_arn'),
    Protocol: a.get('protocol'),
    Endpoint: a.get('endpoint'),
    FilterPolicy: a.text('filter_policy'),
    RedrivePolicy: a.text('redrive_policy'),
  }),
  aws_sqs_queue: (a) => ({
    QueueName: a.get('name'),
    VisibilityTimeout: a.get('visibility_timeout_seconds'),
    MessageRetentionPeriod: a.get('message_retention_seconds'),
    RedrivePolicy: a.text('redrive_policy'),
    KmsMasterKeyId: a.text('kms_master_key_id'),
    SqsManagedSseEnabled: a.get('sqs_managed_sse_enabled'),
    Policy: a.text('policy'),
  }),
  aws_sqs_queue_policy: (a) => ({ Queues: [a.get('queue_url')], PolicyDocument: a.get('policy') }),
  aws_sqs_queue_redrive_policy: (a) => ({
    Queue: a.get('queue_url'),
    RedrivePolicy: a.get('redrive_policy'),
  }),
  aws_kinesis_stream: (a) => ({
    Name: a.get('name'),
    ShardCount: a.get('shard_count'),
    RetentionPeriodHours: a.get('retention_period'),
    StreamEncryption:
      a.get('encryption_type') === 'KMS' ? { EncryptionType: 'KMS', KeyId: a.text('kms_key_id') } : undefined,
  }),
  aws_dynamodb_table: (a) => ({
    TableName: a.get('name'),
    StreamSpecification:
      a.get('stream_enabled') === true ? { StreamViewType: a.get('stream_view_type') } : undefined,
    SSESpecification: a.block('server_side_encryption') && {
      SSEEnabled: a.block('server_side_encryption')?.get('enabled'),
      KMSMasterKeyId: a.block('server_side_encryption')?.text('kms_key_arn'),
    },
  }),
  aws_s3_bucket: (a) => ({
    BucketName: a.get('bucket'),
    // What opens and closes a bucket stands in a resource of its own; without one it is not known to be open.
    PublicAccessBlockConfiguration: undefined,
    Policy: a.text('policy'),
  }),
  aws_s3_bucket_policy: (a) => ({ Bucket: a.get('bucket'), PolicyDocument: a.get('policy') }),
  aws_s3_bucket_public_access_block: (a) => ({
    Bucket: a.get('bucket'),
    Configuration: set({
      BlockPublicPolicy: a.get('block_public_policy'),
      RestrictPublicBuckets: a.get('restrict_public_buckets'),
    }),
  }),
  aws_s3_bucket_notification: (a) => ({
    Bucket: a.get('bucket'),
    EventBridge: a.get('eventbridge'),
    Functions: a.blocks('lambda_function').map((one) => ({
      Function: one.get('lambda_function_arn'),
      Events: asArray(one.get('events')),
      Filter: {
        S3Key: {
          Rules: [
            { Name: 'prefix', Value: one.text('filter_prefix') },
            { Name: 'suffix', Value: one.text('filter_suffix') },
          ].filter(({ Value }) => Value !== undefined),
        },
      },
    })),
  }),
  aws_cloudwatch_log_subscription_filter: (a) => ({
    LogGroupName: a.get('log_group_name'),
    FilterPattern: a.text('filter_pattern'),
    DestinationArn: a.get('destination_arn'),
  }),
}

/** What a queue is called where nobody has named it yet. */
export const QUEUE_NAMES = { 'event-queue': 'sightline-events', 'file-queue': 'sightline-log-files' } as const
export type QueueKind = keyof typeof QUEUE_NAMES

const DETAIL_TYPES = [
  'AWS API Call via CloudTrail',
  'AWS Console Sign In via CloudTrail',
  'AWS Service Event via CloudTrail',
]
const SENDERS = { 'event-queue': 'events.amazonaws.com', 'file-queue': 's3.amazonaws.com' } as const
/** Two minutes of work on events; a quarter of an hour on files. */
const HIDE_SECONDS = { 'event-queue': 120, 'file-queue': 900 } as const
const KEEP_SECONDS = 4 * 86_400
const RECEIVES = 20

const FORWARD = `# In every other region that is used, a rule like this one with the event bus of this region as its target.`

function cloudFormation(kind: QueueKind, name: string): string {
  const rule = `  Rule:
    Type: AWS::Events::Rule
    Properties:
      Description: What CloudTrail records, for Sightline
      # Without reads: State: ENABLED
      State: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
      EventPattern:
        detail-type:
${DETAIL_TYPES.map((type) => `          - ${type}`).join('\n')}
      Targets:
        - Id: sightline
          Arn: !GetAtt Queue.Arn
`
  const bucket = `Parameters:
  Bucket:
    Type: String
    Description: The bucket that CloudTrail delivers to. Have it notify the queue of s3:ObjectCreated:* below AWSLogs/ afterwards.
`
  const isEvents = kind === 'event-queue'
  const condition = isEvents
    ? 'aws:SourceArn: !GetAtt Rule.Arn'
    : `aws:SourceArn: !Sub 'arn:\${AWS::Partition}:s3:::\${Bucket}'`
  return `AWSTemplateFormatVersion: '2010-09-09'
Description: ${isEvents ? 'CloudTrail events' : 'Notices of new CloudTrail log files'} for Sightline
${isEvents ? `${FORWARD}\n` : bucket}Resources:
  DeadLetters:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: ${name}-dead-letters
      MessageRetentionPeriod: 1209600
      SqsManagedSseEnabled: true
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: ${name}
      VisibilityTimeout: ${HIDE_SECONDS[kind]}
      MessageRetentionPeriod: ${KEEP_SECONDS}
      SqsManagedSseEnabled: true
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt DeadLetters.Arn
        maxReceiveCount: ${RECEIVES}
  QueuePolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues:
        - !Ref Queue
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              Service: ${SENDERS[kind]}
            Action: sqs:SendMessage
            Resource: !GetAtt Queue.Arn
            Condition:
              ArnEquals:
                ${condition}
${isEvents ? rule : ''}Outputs:
  QueueUrl:
    Description: What Sightline asks for
    Value: !Ref Queue
`
}

function terraform(kind: QueueKind, name: string): string {
  const isEvents = kind === 'event-queue'
  const source = isEvents
    ? 'aws_cloudwatch_event_rule.sightline.arn'
    : `"arn:\${data.aws_partition.current.partition}:s3:::\${var.cloudtrail_bucket}"`
  const rule = `
${FORWARD}
resource "aws_cloudwatch_event_rule" "sightline" {
  name        = "${name}"
  description = "What CloudTrail records, for Sightline"
  # Without reads: "ENABLED"
  state = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
  event_pattern = jsonencode({
    detail-type = [
${DETAIL_TYPES.map((type) => `      "${type}",`).join('\n')}
    ]
  })
}

resource "aws_cloudwatch_event_target" "sightline" {
  rule = aws_cloudwatch_event_rule.sightline.name
  arn  = aws_sqs_queue.sightline.arn
}
`
  const bucket = `
# This takes the place of all other notifications of the bucket.
resource "aws_s3_bucket_notification" "sightline" {
  bucket = var.cloudtrail_bucket
  queue {
    queue_arn     = aws_sqs_queue.sightline.arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = "AWSLogs/"
  }
  depends_on = [aws_sqs_queue_policy.sightline]
}
`
  const head = isEvents
    ? ''
    : `variable "cloudtrail_bucket" {
  type        = string
  description = "The bucket that CloudTrail delivers to"
}

data "aws_partition" "current" {}

`
  return `${head}resource "aws_sqs_queue" "dead_letters" {
  name                      = "${name}-dead-letters"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue" "sightline" {
  name                       = "${name}"
  visibility_timeout_seconds = ${HIDE_SECONDS[kind]}
  message_retention_seconds  = ${KEEP_SECONDS}
  sqs_managed_sse_enabled    = true
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = ${RECEIVES}
  })
}

data "aws_iam_policy_document" "sightline_queue" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.sightline.arn]
    principals {
      type        = "Service"
      identifiers = ["${SENDERS[kind]}"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [${source}]
    }
  }
}

resource "aws_sqs_queue_policy" "sightline" {
  queue_url = aws_sqs_queue.sightline.url
  policy    = data.aws_iam_policy_document.sightline_queue.json
}
${isEvents ? rule : bucket}
output "sightline_queue_url" {
  value = aws_sqs_queue.sightline.url
}
`
}

/** A queue with what feeds it, as CloudFormation and as Terraform; the name is one that SQS takes. */
export function sourceTemplates(
  kind: QueueKind,
  name: string,
): { cloudFormation: string; terraform: string } {
  return { cloudFormation: cloudFormation(kind, name), terraform: terraform(kind, name) }
}

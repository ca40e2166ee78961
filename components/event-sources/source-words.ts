import type { SourceKind } from '#server/domain/trail-sources/source-kind.ts'

/** What each kind is, for whoever has to choose. */
export const KIND_NOTES: Record<SourceKind, string> = {
  'event-queue': 'Events within seconds of what happened: a rule of EventBridge sends them to a queue.',
  'file-queue': 'Log files as they arrive, with data events: S3 tells a queue of each. For much traffic.',
  bucket: 'Log files, with data events, found by listing the bucket every two minutes. Needs no queue.',
  'metric-stream':
    'Metrics of Lambda, minute by minute, as a metric stream writes them by Firehose. Functions of such accounts are not polled. JSON format only.',
  athena: 'The past beyond what is kept here: asked when somebody asks, at USD 5 for a terabyte read.',
  'event-data-store':
    'The past beyond what is kept here: asked when somebody asks, at USD 5 for a terabyte read.',
}

export const ADDRESS_LABELS: Record<SourceKind, { label: string; placeholder: string; hint?: string }> = {
  'event-queue': {
    label: 'URL or ARN of the queue',
    placeholder: 'https://sqs.eu-west-1.amazonaws.com/111122223333/sightline-events',
  },
  'file-queue': {
    label: 'URL or ARN of the queue',
    placeholder: 'https://sqs.eu-west-1.amazonaws.com/111122223333/sightline-log-files',
  },
  bucket: {
    label: 'Bucket, with the trail’s prefix if it has one',
    placeholder: 's3://company-cloudtrail/',
    hint: 'What is above AWSLogs/.',
  },
  'metric-stream': {
    label: 'Bucket, with the prefix of the delivery stream if it has one',
    placeholder: 's3://company-metrics/lambda/',
    hint: 'What is above the year; Firehose’s usual names.',
  },
  athena: {
    label: 'Table',
    placeholder: 'security.cloudtrail_logs',
    hint: 'database.table, or catalog.database.table',
  },
  'event-data-store': {
    label: 'ARN of the event data store',
    placeholder: 'arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/…',
  },
}

/** Queues and event data stores name their region themselves. */
export const needsRegion = (kind: SourceKind): boolean =>
  kind === 'bucket' || kind === 'metric-stream' || kind === 'athena'

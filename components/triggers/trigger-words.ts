import type { Invocation, TriggerKind, TriggerSides } from '#server/domain/triggers/trigger.ts'

export const KIND_WORDS: Record<TriggerKind, string> = {
  url: 'Function URL',
  api: 'API route',
  elb: 'Load balancer',
  cloudfront: 'CloudFront',
  sqs: 'SQS queue',
  kinesis: 'Kinesis stream',
  dynamodb: 'DynamoDB stream',
  kafka: 'Kafka topic',
  mq: 'MQ queue',
  documentdb: 'DocumentDB stream',
  s3: 'S3 bucket',
  sns: 'SNS topic',
  'event-rule': 'EventBridge rule',
  schedule: 'Schedule',
  logs: 'Log group',
  cognito: 'Cognito pool',
  'step-functions': 'State machine',
  iot: 'IoT rule',
  config: 'Config rule',
  codepipeline: 'Pipeline',
  service: 'AWS service',
  account: 'AWS account',
  anyone: 'Anyone',
}

export function kindWord(kind: string): string {
  const found: unknown = Reflect.get(KIND_WORDS, kind)
  return typeof found === 'string' ? found : kind
}

/** Whether the trigger is a caller that a statement names, not a resource of its own. */
export function isCaller(kind: string): boolean {
  return kind === 'account' || kind === 'anyone' || kind === 'service'
}

/** What the invocation type means for whoever calls. */
export const INVOCATION_WORDS: Record<Invocation, string> = {
  synchronous: 'the caller waits for the answer',
  asynchronous: 'Lambda takes the event and runs it later',
  stream: 'read in order, a batch at a time',
  queue: 'read from the queue, a batch at a time',
  unknown: 'how it invokes is not known',
}

export const SIDES_SHORT: Record<TriggerSides, string> = {
  both: 'both sides',
  'grant only': 'grant only',
  'source only': 'source only',
  setting: 'one setting',
  unknown: 'unknown',
}

export const SIDES_LONG: Record<TriggerSides, string> = {
  both: 'The policy lets the source in, and the source names the function.',
  'grant only':
    'The policy lets a source in that was not found to name this function: the source is gone, elsewhere, or never did. Where the statement does not fix the account, whoever makes a source of that name may invoke it.',
  'source only':
    'A source names this function, but no statement was found that lets it in: its calls are refused.',
  setting: 'One setting is the whole trigger: there is no second side.',
  unknown: 'Not both sides could be looked at.',
}

export const FAILURE_WORDS: Record<string, string> = {
  destination: 'destination',
  'dead-letter queue': 'dead-letter queue',
  'redrive policy': "the queue's dead-letter queue",
  caller: 'back to the caller',
  nowhere: 'nowhere: lost',
  unknown: 'unknown',
}

/** Where failed events end, in a few words; an unknown way of keeping them stands as it came. */
export function failureWords(via: string): string {
  return FAILURE_WORDS[via] ?? via
}

export function liveWord(live: boolean | null): 'live' | 'not live' | 'unknown' {
  return live === null ? 'unknown' : live ? 'live' : 'not live'
}

/** The name of a source for people: the last part of an ARN where no better one came. */
export function sourceWord(row: { source: string; sourceName: string }): string {
  if (row.sourceName !== '') return row.sourceName
  return row.source.startsWith('arn:') ? (row.source.split(/[:/]/).at(-1) ?? row.source) : row.source
}

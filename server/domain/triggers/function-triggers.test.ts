import { describe, expect, test } from 'vitest'
import { absent, denied, failed, known } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { functionTriggers } from './function-triggers.ts'

const policy = (statement: object) =>
  known({
    raw: '',
    parsed: { Statement: { Effect: 'Allow', Action: 'lambda:InvokeFunction', Sid: 's', ...statement } },
  })
const DLQ = 'arn:aws:sqs:eu-west-1:111111111111:dlq'
const TOPIC = 'arn:aws:sns:eu-west-1:111111111111:orders'
const from = (service: string, arn?: string) =>
  policy({
    Principal: { Service: service },
    ...(arn ? { Condition: { ArnLike: { 'AWS:SourceArn': arn } } } : {}),
  })

function mapping(values: Partial<EventSourceMappingRecord> = {}): EventSourceMappingRecord {
  const text = absent<string>()
  const number = absent<number>()
  return {
    kind: 'event-source-mapping',
    arn: 'arn',
    name: 'u',
    accountId: '1',
    region: 'r',
    uuid: 'u',
    functionArn: text,
    functionName: text,
    eventSourceArn: known(DLQ),
    sourceType: 'sqs',
    state: known('Enabled'),
    stateReason: text,
    batchSize: number,
    maximumBatchingWindowSeconds: number,
    parallelizationFactor: number,
    startingPosition: text,
    maximumRetryAttempts: number,
    maximumRecordAgeSeconds: number,
    bisectBatchOnFunctionError: absent(),
    onFailureArn: text,
    filters: absent(),
    maximumConcurrency: number,
    functionResponseTypes: absent(),
    topics: absent(),
    queues: absent(),
    lastModifiedAt: text,
    lastProcessingResult: text,
    unknownFields: [],
    ...values,
  }
}

describe('ways into a function', () => {
  test.each([
    [
      'SNS, with nowhere for failures',
      { policy: from('sns.amazonaws.com', TOPIC) },
      {
        kind: 'sns',
        source: TOPIC,
        invocation: 'asynchronous',
        failures: 'nowhere',
        live: null,
        state: 'permitted',
      },
    ],
    [
      'S3, with a dead-letter queue',
      { policy: from('s3.amazonaws.com'), deadLetterTargetArn: known(DLQ) },
      { kind: 's3', source: 's3.amazonaws.com', failures: DLQ },
    ],
    [
      'a rule, with a destination',
      {
        policy: from('events.amazonaws.com'),
        eventInvokeConfigs: known([{ qualifier: '$LATEST', onFailure: TOPIC }]),
        deadLetterTargetArn: known(DLQ),
      },
      { kind: 'events', failures: TOPIC },
    ],
    [
      'a rule, where the destination was not seen',
      {
        policy: from('events.amazonaws.com'),
        eventInvokeConfigs: denied<never>('lambda:ListFunctionEventInvokeConfigs'),
      },
      { failures: 'unknown' },
    ],
    [
      'API Gateway',
      { policy: from('apigateway.amazonaws.com') },
      { kind: 'apigateway', invocation: 'synchronous', failures: 'the caller' },
    ],
    [
      'a service of tomorrow',
      { policy: from('newthing.amazonaws.com') },
      { kind: 'newthing', invocation: 'unknown', failures: 'unknown' },
    ],
    [
      'another account',
      { policy: policy({ Principal: { AWS: 'arn:aws:iam::222222222222:root' } }) },
      { kind: 'account', source: 'arn:aws:iam::222222222222:root' },
    ],
    ['everyone', { policy: policy({ Principal: '*' }) }, { kind: 'anyone', source: '*' }],
    [
      'a URL',
      { urls: known([{ url: 'https://x/', authType: 'NONE' }]) },
      { kind: 'url', source: 'https://x/', live: true, state: 'NONE', failures: 'the caller' },
    ],
    [
      'an alias of its own',
      {
        qualifiedPolicies: known({
          live: {
            raw: '',
            parsed: {
              Statement: [
                { Effect: 'Allow', Action: 'lambda:*', Principal: { Service: 'sns.amazonaws.com' } },
              ],
            },
          },
        }),
      },
      { kind: 'sns', qualifier: 'live', evidence: 'statement without id' },
    ],
  ])('%s', (_, values, expected) => {
    const { triggers, unseen } = functionTriggers(makeFunctionRecord(values), [])
    expect(triggers).toHaveLength(1)
    expect(triggers[0]).toMatchObject(expected)
    expect(unseen).toEqual([])
  })

  test.each([
    ['a Deny', policy({ Effect: 'Deny', Principal: '*' })],
    ['another action', policy({ Principal: '*', Action: 'lambda:GetFunction' })],
    [
      'a statement for the URL',
      policy({
        Principal: '*',
        Action: 'lambda:InvokeFunctionUrl',
        Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
      }),
    ],
  ])('%s is none', (_, given) => {
    expect(functionTriggers(makeFunctionRecord({ policy: given }), []).triggers).toEqual([])
  })

  test.each([
    [
      'a queue',
      mapping(),
      {
        kind: 'sqs',
        invocation: 'queue',
        live: true,
        failures: "the queue's own redrive policy",
        evidence: 'event source mapping u',
      },
    ],
    ['a stream', mapping({ sourceType: 'kinesis' }), { invocation: 'stream', failures: 'nowhere' }],
    [
      'a stream with a destination',
      mapping({ sourceType: 'dynamodb', onFailureArn: known(DLQ) }),
      { failures: DLQ },
    ],
    ['a mapping switched off', mapping({ state: known('Disabled') }), { live: false, state: 'Disabled' }],
    ['a mapping in an unseen state', mapping({ state: failed('x') }), { live: null, state: 'unknown' }],
  ])('%s', (_, one, expected) => {
    expect(functionTriggers(makeFunctionRecord(), [one]).triggers[0]).toMatchObject(expected)
  })

  test('tell what could not be looked at', () => {
    const record = makeFunctionRecord({
      urls: denied('lambda:ListFunctionUrlConfigs'),
      policy: known({ raw: 'not a policy', parsed: undefined }),
      qualifiedPolicies: failed('timed out'),
    })
    expect(functionTriggers(record, []).unseen).toEqual([
      'its function URLs: lambda:ListFunctionUrlConfigs is denied',
      'the policies of its aliases and versions: timed out',
      'a resource policy that could not be read',
    ])
  })
})

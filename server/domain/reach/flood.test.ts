import { describe, expect, test } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { AccountSettingsRecord } from '#server/domain/records/account-settings-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { makeEventSource, makeMapping } from '#server/testing/event-source-records.ts'
import { reachOf } from '#server/testing/reach-of.ts'
import { makeSchedule } from '#server/testing/source-records.ts'
import type { ReachInput } from './reach-input.ts'

const settings: AccountSettingsRecord = {
  kind: 'account-settings',
  arn: 'arn',
  name: 'settings',
  accountId: '111122223333',
  region: 'eu-west-1',
  concurrentExecutions: known(1000),
  unreservedConcurrentExecutions: known(900),
  totalCodeSizeLimitBytes: absent(),
  codeSizeUnzippedLimitBytes: absent(),
  codeSizeZippedLimitBytes: absent(),
  functionCount: absent(),
  totalCodeSizeBytes: absent(),
  unknownFields: [],
}
const neighbours = [{ name: 'orders-api' }, { name: 'a' }, { name: 'b' }]
const flood = (
  values: Partial<FunctionRecord>,
  records: ResourceRecord[] = [],
  more: Partial<ReachInput> = {},
) => reachOf(values, records, { settings, neighbours, ...more }).flood

describe('what a flood takes', () => {
  test.each<[string, Partial<FunctionRecord>, object]>([
    [
      'all that is unreserved',
      {},
      { pool: 'shared', ceiling: 900, neighbours: { count: 2, names: ['a', 'b'] } },
    ],
    [
      'its own share',
      { reservedConcurrency: known(50) },
      { pool: 'reserved', ceiling: 50, neighbours: { count: 0, names: [] } },
    ],
    ['nothing', { reservedConcurrency: known(0) }, { pool: 'off', ceiling: 0 }],
    [
      'nobody knows what',
      { reservedConcurrency: denied('lambda:GetFunction') },
      { pool: 'unknown', ceiling: null },
    ],
  ])('%s', (_, values, expected) => {
    expect(flood(values)).toMatchObject({ accountLimit: 1000, unreserved: 900, ...expected })
  })

  test('without the limits of the account there is no ceiling', () => {
    expect(flood({}, [], { settings: undefined })).toMatchObject({
      ceiling: null,
      accountLimit: null,
      pool: 'shared',
    })
  })
})

describe('requests until data are lost', () => {
  const HUNDRED = { reservedConcurrency: known(100), timeoutSeconds: known(60) }
  const stream = makeMapping({
    sourceType: 'kinesis',
    eventSourceArn: known('arn:aws:kinesis:eu-west-1:111122223333:stream/s'),
    parallelizationFactor: known(2),
    batchSize: known(1),
  })
  const shards = makeEventSource({
    arn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s',
    sourceType: 'kinesis',
    shardCount: known(3),
    retentionSeconds: known(86_400),
  })
  test.each<[string, Partial<FunctionRecord>, ResourceRecord[], Partial<ReachInput>, number | null, RegExp]>([
    [
      'a queue that keeps 4 days',
      HUNDRED,
      [makeMapping(), makeEventSource()],
      {},
      100 * 60 * 24 * 4,
      /100 concurrent executions × 60 ÷ 1 minutes per event × 24 × 4 days/,
    ],
    [
      'the same at a known duration',
      HUNDRED,
      [makeMapping(), makeEventSource()],
      { durationMsP95: 30_000 },
      100 * 60 * 24 * 4 * 2,
      /95th percentile/,
    ],
    [
      'a queue whose mapping takes 10 at once',
      HUNDRED,
      [makeMapping({ maximumConcurrency: known(10) }), makeEventSource()],
      {},
      10 * 60 * 24 * 4,
      /10 concurrent/,
    ],
    ['a queue that was not seen', HUNDRED, [makeMapping()], {}, null, /not seen/],
    ['a stream', HUNDRED, [stream, shards], {}, 6 * 60 * 24, /3 shards × 2/],
    ['asynchronous events', HUNDRED, [makeSchedule()], {}, 100 * 60 * 6, /are lost/],
    [
      'asynchronous events with a dead-letter queue',
      { ...HUNDRED, deadLetterTargetArn: known('arn:dlq') },
      [makeSchedule()],
      {},
      null,
      /go to arn:dlq/,
    ],
    [
      'asynchronous events whose settings are hidden',
      { ...HUNDRED, eventInvokeConfigs: denied('x') },
      [makeSchedule()],
      {},
      null,
      /not seen/,
    ],
    [
      'a source that is off',
      HUNDRED,
      [makeSchedule({ state: known('DISABLED') })],
      {},
      null,
      /Nothing comes this way/,
    ],
    [
      'a URL',
      { ...HUNDRED, urls: known([{ url: 'https://x/', authType: 'AWS_IAM' }]) },
      [],
      {},
      null,
      /Nothing is kept/,
    ],
  ])('%s', (_, values, records, more, requests, why) => {
    const [first] = flood(values, records, more).triggers
    expect(first?.requestsToLoss).toBe(requests)
    expect(first?.why).toMatch(why)
  })
})

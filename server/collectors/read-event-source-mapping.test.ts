import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '#server/domain/json.ts'
import { readEventSourceMapping } from './read-event-source-mapping.ts'
import { fingerprintForTest } from './run-for-test.ts'

const ACCOUNT = { id: '111122223333', partition: 'aws' }
const read = (mapping: JsonObject) =>
  readEventSourceMapping({ UUID: 'u-1', ...mapping }, ACCOUNT, 'eu-west-1', fingerprintForTest)

describe('readEventSourceMapping', () => {
  it.each([
    [{ EventSourceArn: 'arn:aws:sqs:eu-west-1:1:q' }, 'sqs'],
    [{ EventSourceArn: 'arn:aws:kinesis:eu-west-1:1:stream/s' }, 'kinesis'],
    [{ EventSourceArn: 'arn:aws:dynamodb:eu-west-1:1:table/t/stream/x' }, 'dynamodb'],
    [{ EventSourceArn: 'arn:aws:kafka:eu-west-1:1:cluster/c/x' }, 'kafka'],
    [{ SelfManagedEventSource: { Endpoints: {} } }, 'kafka'],
    [{ EventSourceArn: 'arn:aws:mq:eu-west-1:1:broker:b' }, 'mq'],
    [{ EventSourceArn: 'arn:aws:rds:eu-west-1:1:cluster:c' }, 'documentdb'],
    [{ EventSourceArn: 'arn:aws:telepathy:eu-west-1:1:mind' }, 'other'],
    [{ EventSourceArn: null }, 'other'],
  ])('%j comes from %s', (mapping, sourceType) => {
    expect(read(mapping).sourceType).toBe(sourceType)
  })

  it('reads what AWS tells and keeps states that it does not know', () => {
    expect(
      read({
        FunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:pay:live',
        State: 'Meditating',
        BatchSize: 10,
        LastModified: 1_700_000_000,
        MaximumRetryAttempts: -1,
        DestinationConfig: { OnFailure: { Destination: 'arn:q' } },
        FilterCriteria: { Filters: [{ Pattern: '{"b":1}' }, { Pattern: '{"a":1}' }] },
        FunctionResponseTypes: [],
        Later: 1,
      }),
    ).toMatchObject({
      arn: 'arn:aws:lambda:eu-west-1:111122223333:event-source-mapping:u-1',
      functionName: { state: 'known', value: 'pay' },
      state: { state: 'known', value: 'Meditating' },
      maximumRetryAttempts: { state: 'known', value: -1 },
      lastModifiedAt: { state: 'known', value: '2023-11-14T22:13:20.000Z' },
      onFailureArn: { state: 'known', value: 'arn:q' },
      filters: { state: 'known', value: ['{"a":1}', '{"b":1}'] },
      functionResponseTypes: { state: 'absent' },
      unknownFields: ['Later'],
    })
  })

  it('does not take filters that cannot be decrypted for none', () => {
    expect(read({ FilterCriteriaError: { ErrorCode: 'KMSAccessDenied' } }).filters).toEqual({
      state: 'failed',
      reason: 'KMSAccessDenied',
    })
  })

  it('makes a record of any JSON', () => {
    const keys = fc.constantFrom('FunctionArn', 'State', 'FilterCriteria', 'ScalingConfig', 'Topics', 'Odd')
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue()), (mapping) => {
        expect(read(mapping).uuid).toBe('u-1')
      }),
    )
  })
})

describe('secrets in filters', () => {
  it('are named by their place and stored nowhere', () => {
    const Pattern = JSON.stringify({ headers: { 'x-api-key': ['9f8c1d2e3b4a59687f6e5d4c3b2a1908'] } })
    const mapping = readEventSourceMapping(
      { UUID: 'u-1', FilterCriteria: { Filters: [{ Pattern }] } },
      ACCOUNT,
      'eu-west-1',
      fingerprintForTest,
    )
    expect(mapping.secrets).toMatchObject([{ where: 'filter 1', detector: 'entropy' }])
    expect(JSON.stringify(mapping)).not.toContain('9f8c1d2e')
  })

  it('are not looked for where the filters could not be decrypted', () => {
    const mapping = readEventSourceMapping(
      { UUID: 'u-1', FilterCriteriaError: { ErrorCode: 'KMSAccessDenied' } },
      ACCOUNT,
      'eu-west-1',
      fingerprintForTest,
    )
    expect(mapping.secrets).toBeUndefined()
  })
})

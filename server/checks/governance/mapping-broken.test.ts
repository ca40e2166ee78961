import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { absent, denied, type Field, failed, known } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeMapping } from '#server/testing/event-source-records.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { mappingBroken as check } from './mapping-broken.ts'

const judge = (changes: Partial<EventSourceMappingRecord>, tags: Record<string, string> = {}) =>
  check.evaluate(makeMapping(changes), estateOf([makeFunctionRecord({ tags: known(tags) })]))
const PROBLEM = { lastProcessingResult: known('PROBLEM: Function call failed') }

describe('mapping-broken', () => {
  it.each<[string, string, Partial<EventSourceMappingRecord>, Record<string, string>?]>([
    ['pass', 'an enabled mapping', {}],
    ['pass', 'a last result without records', { lastProcessingResult: known('No records processed') }],
    ['fail medium', 'a last poll that failed', PROBLEM],
    ['fail high', 'the same of a critical function', PROBLEM, { criticality: 'critical' }],
    [
      'fail medium',
      'one that Lambda switched off',
      { state: known('Disabled'), stateReason: known('Lambda initiated') },
    ],
    [
      'not applicable',
      'one that somebody switched off',
      { state: known('Disabled'), stateReason: known('User action') },
    ],
    [
      'not applicable',
      'the same in newer words',
      { state: known('Disabling'), stateReason: known('USER_INITIATED') },
    ],
    ['unknown', 'one that is off, and nobody knows why', { state: known('Disabled') }],
    ['unknown', 'a state that was not read', { state: denied('lambda:ListEventSourceMappings') }],
    ['unknown', 'a result that was not read', { lastProcessingResult: failed('x') }],
  ])('says %s of %s', (said, _, changes, tags) => {
    const verdict = judge(changes, tags)
    expect(verdict.state === 'fail' ? `fail ${verdict.severity}` : verdict.state).toBe(said)
  })

  it.each<[string, string, string, Field<string>]>([
    ['fail', 'may not read the stream', 'dynamodb:PutItem', absent()],
    ['pass', 'may read it', 'dynamodb:Get*', absent()],
    ['pass', 'read it a moment ago', 'dynamodb:PutItem', known('OK')],
  ])('says %s where the role %s', (said, _, action, lastProcessingResult) => {
    const role = roleForTest({ Effect: 'Allow', Action: action, Resource: '*' }, { name: 'orders-api-role' })
    const eventSourceArn = known('arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026')
    const mapping = makeMapping({ sourceType: 'dynamodb', eventSourceArn, lastProcessingResult })
    expect(check.evaluate(mapping, estateOf([makeFunctionRecord(), role])).state).toBe(said)
  })

  it('quotes what Lambda says', () => {
    expect(judge(PROBLEM)).toMatchObject({ summary: 'Its last poll failed: PROBLEM: Function call failed.' })
  })
})

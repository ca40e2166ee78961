import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeEventSource, makeMapping, QUEUE_ARN } from '#server/testing/event-source-records.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeBucket, makePolicy, makeSchedule } from '#server/testing/source-records.ts'
import { recursiveTrigger } from './recursive-trigger.ts'

const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders'
const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource })
const STREAM = [
  makeMapping({ sourceType: 'dynamodb', eventSourceArn: known(`${TABLE}/stream/2026-01-01T00:00:00.000`) }),
]
const QUEUE = [makeMapping(), makeEventSource()]
const POLLING = allow('sqs:DeleteMessage', QUEUE_ARN)

function verdictOf(
  statement: object | object[],
  records: ResourceRecord[],
  values: Partial<FunctionRecord> = {},
) {
  const role = roleForTest(statement)
  const fn = makeFunctionRecord({ roleArn: known(role.arn), ...values })
  return recursiveTrigger.evaluate(fn, estateOf([fn, role, ...records]))
}

/** The bucket invokes for what is created below `in/`. */
describe('recursive-trigger', () => {
  it.each<[string, string, object | object[], ResourceRecord[]]>([
    [
      'fail',
      'a role that may write below the prefix',
      allow('s3:PutObject', 'arn:aws:s3:::uploads/in/done/*'),
      [makeBucket()],
    ],
    ['fail', 'a role that may write anywhere', allow('s3:*', '*'), [makeBucket()]],
    [
      'pass',
      'a role that may write below another prefix',
      allow('s3:PutObject', 'arn:aws:s3:::uploads/out/*'),
      [makeBucket()],
    ],
    ['pass', 'a role that may only read', allow('s3:GetObject', '*'), [makeBucket()]],
    [
      'pass',
      'a Deny on the bucket',
      [allow('s3:PutObject', '*'), { ...allow('s3:PutObject', 'arn:aws:s3:::uploads/*'), Effect: 'Deny' }],
      [makeBucket()],
    ],
    ['pass', 'a role that may only poll the queue', POLLING, QUEUE],
    [
      'pass',
      'a role that polls this queue and sends to another',
      [POLLING, allow('sqs:SendMessage', `${QUEUE_ARN}-2`)],
      QUEUE,
    ],
    ['fail', 'a role that may send to the queue', allow('sqs:SendMessage', QUEUE_ARN), QUEUE],
    ['fail', 'a role that may write to the table', allow('dynamodb:UpdateItem', TABLE), STREAM],
    ['not applicable', 'a schedule', allow('s3:*', '*'), [makeSchedule()]],
  ])('says %s of %s', (state, _what, statement, records) => {
    expect(verdictOf(statement, records).state).toBe(state)
  })

  it('is low where Lambda stops the loop, unless the function allows it', () => {
    const send = allow('sqs:SendMessage', QUEUE_ARN)
    expect(verdictOf(send, QUEUE)).toMatchObject({ severity: 'low' })
    expect(verdictOf(send, QUEUE, { recursiveLoop: known('Allow') })).toMatchObject({ severity: 'medium' })
    expect(verdictOf(allow('dynamodb:PutItem', TABLE), STREAM)).toMatchObject({ severity: 'medium' })
  })

  it('says unknown where a bucket may hide behind a grant', () => {
    const policy = known(makePolicy({ Principal: { Service: 's3.amazonaws.com' } }))
    const fn = makeFunctionRecord({ policy })
    expect(recursiveTrigger.evaluate(fn, estateOf([fn], { without: ['bucket'] })).state).toBe('unknown')
  })

  it('says unknown of a role that was not read', () => {
    const fn = makeFunctionRecord()
    expect(recursiveTrigger.evaluate(fn, estateOf([fn, makeBucket()])).state).toBe('unknown')
    const role = roleForTest(POLLING, { attachedPolicies: denied('iam:GetAccountAuthorizationDetails') })
    const bound = makeFunctionRecord({ roleArn: known(role.arn) })
    expect(recursiveTrigger.evaluate(bound, estateOf([bound, role, ...QUEUE])).state).toBe('unknown')
  })
})

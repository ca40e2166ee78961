import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { absent, denied, known } from '#server/domain/field.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeEventSource, QUEUE_ARN } from '#server/testing/event-source-records.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makePolicy } from '#server/testing/source-records.ts'
import { failureTargetMissing } from './failure-target-missing.ts'

const ALLOW = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE_ARN }
const ELSEWHERE = { ...ALLOW, Resource: `${QUEUE_ARN}-other` }
const DEAD_LETTERS = { deadLetterTargetArn: known(QUEUE_ARN) }

function verdictOf(
  values: Partial<FunctionRecord>,
  statement: object | object[] = ALLOW,
  queue: Partial<EventSourceRecord> = { policy: absent() },
) {
  const role = roleForTest(statement)
  const fn = makeFunctionRecord({ roleArn: known(role.arn), ...values })
  return failureTargetMissing.evaluate(fn, estateOf([fn, role, makeEventSource(queue)]))
}
const LETS = makePolicy({
  Action: 'sqs:SendMessage',
  Principal: { AWS: roleForTest(ALLOW).arn },
  Resource: QUEUE_ARN,
})

describe('failure-target-missing', () => {
  it.each<[string, string, Parameters<typeof verdictOf>]>([
    ['pass', 'a queue that the role may send to', [DEAD_LETTERS]],
    ['fail', 'a queue that is gone', [DEAD_LETTERS, ALLOW, { exists: known(false) }]],
    ['fail', 'a role that may send elsewhere', [DEAD_LETTERS, ELSEWHERE]],
    ['fail', 'a Deny', [DEAD_LETTERS, [ALLOW, { ...ALLOW, Effect: 'Deny' }]]],
    [
      'pass',
      'a policy of the queue that lets the role in',
      [DEAD_LETTERS, ELSEWHERE, { policy: known(LETS) }],
    ],
    [
      'unknown',
      'a hidden policy of the queue',
      [DEAD_LETTERS, ELSEWHERE, { policy: denied('sqs:GetQueueAttributes') }],
    ],
    ['unknown', 'a queue whose policy an older version did not read', [DEAD_LETTERS, ELSEWHERE, {}]],
    ['not applicable', 'no target', [{}]],
    [
      'unknown',
      'hidden destinations',
      [{ eventInvokeConfigs: denied('lambda:ListFunctionEventInvokeConfigs') }],
    ],
    [
      'fail',
      'a function as destination that is gone',
      [
        {
          eventInvokeConfigs: known([
            { qualifier: 'live', onFailure: 'arn:aws:lambda:eu-west-1:111122223333:function:gone' },
          ]),
        },
      ],
    ],
  ])('says %s of %s', (state, _what, input) => {
    expect(verdictOf(...input).state).toBe(state)
  })
})

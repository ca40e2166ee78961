import { describe, expect, it } from 'vitest'
import { absent, denied } from '#server/domain/field.ts'
import type { EventBusRecord } from '#server/domain/records/event-bus-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { judgeRecord, policyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { makeEventBus } from '#server/testing/records/posture-records.ts'
import { when } from '#server/testing/statements.ts'
import { eventBusPublic } from './event-bus-public.ts'

const put = (more: object = {}) => ({
  policy: policyOf({ Principal: '*', Action: 'events:PutEvents', Resource: makeEventBus().arn, ...more }),
})

describe('event-bus-public', () => {
  it.each<[string, string, Partial<EventBusRecord>]>([
    ['fail', 'everyone', put()],
    ['fail', 'everyone for one source of events', put(when('StringEquals', 'events:source', 'shop'))],
    ['pass', 'the organisation', put(when('StringEquals', 'aws:PrincipalOrgID', 'o-own0000000'))],
    ['pass', 'another account', put({ Principal: { AWS: '999988887777' } })],
    ['not applicable', 'nobody else', { policy: absent() }],
    ['unknown', 'whom nobody may see', { policy: denied('events:DescribeEventBus') }],
  ])('says %s of a bus for %s', (state, _what, values) => {
    expect(judgeRecord(eventBusPublic, makeEventBus(values)).state).toBe(state)
  })

  it('tells how to remove the statement', () => {
    const record = makeEventBus(put({ Sid: 'open to $(all)' }))
    const verdict = judgeRecord(eventBusPublic, record)
    if (verdict.state !== 'fail') throw new Error(verdict.state)
    expect(eventBusPublic.remediate(record, verdict, estateOf([])).cli).toContain(
      "--statement-id 'open to $(all)'",
    )
  })

  itKeepsOrder(
    ['events:PutEvents'],
    (statements) => judgeRecord(eventBusPublic, makeEventBus({ policy: policyOf(...statements) })).state,
  )
})

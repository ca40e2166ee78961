import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import { makeEventSource, QUEUE_ARN } from '#server/testing/event-source-records.ts'
import { judgeRecord, policyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { queueOpenToAccounts } from './queue-open-to-accounts.ts'

const send = (AWS: string) => ({
  policy: policyOf({ Principal: { AWS }, Action: 'sqs:SendMessage', Resource: QUEUE_ARN }),
})

describe('queue-open-to-accounts', () => {
  it.each<[string, string, Partial<EventSourceRecord>]>([
    ['fail', 'a stranger', send('arn:aws:iam::999988887777:root')],
    ['pass', 'an account of the organisation', send('222222222222')],
    ['pass', 'its own account', send('111122223333')],
    ['not applicable', 'everyone, which another check tells', send('*')],
    ['not applicable', 'nobody else', { policy: absent() }],
    ['not applicable', 'a stream', { sourceType: 'dynamodb' }],
    ['not applicable', 'a queue that is gone', { exists: known(false) }],
    ['unknown', 'whom nobody may see', { policy: denied('sqs:GetQueueAttributes') }],
  ])('says %s of a queue for %s', (state, _what, values) => {
    expect(judgeRecord(queueOpenToAccounts, makeEventSource(values)).state).toBe(state)
  })

  it('says pass of a trusted account, and unknown where the organisation was not read', () => {
    const queue = makeEventSource(send('999988887777'))
    const parameters = { trustedAccounts: ['999988887777'] }
    expect(judgeRecord(queueOpenToAccounts, queue, [], { parameters }).state).toBe('pass')
    expect(judgeRecord(queueOpenToAccounts, queue, [], { without: ['organization'] }).state).toBe('unknown')
  })

  itKeepsOrder(
    ['sqs:SendMessage', 'sqs:ReceiveMessage'],
    (statements) =>
      judgeRecord(queueOpenToAccounts, makeEventSource({ policy: policyOf(...statements) })).state,
  )
})

import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import { makeEventSource, QUEUE_ARN } from '#server/testing/event-source-records.ts'
import { judgeRecord, policyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { service, when } from '#server/testing/statements.ts'
import { queuePublic } from './queue-public.ts'

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:orders'
const send = (more: object) => ({
  policy: policyOf({ Principal: '*', Action: 'sqs:SendMessage', Resource: QUEUE_ARN, ...more }),
})

describe('queue-public', () => {
  it.each<[string, string, Partial<EventSourceRecord>]>([
    ['fail', 'everyone', send({})],
    ['fail', 'everyone, all actions, as the console once wrote it', send({ Action: 'SQS:*' })],
    ['fail', 'any topic of any account', send({ Principal: { Service: 'sns.amazonaws.com' } })],
    ['fail', 'S3 without a source', send(service('s3'))],
    ['pass', 'one topic', send(when('ArnEquals', 'aws:SourceArn', TOPIC))],
    [
      'pass',
      'one topic by its service',
      send({ ...service('sns'), ...when('ArnEquals', 'aws:SourceArn', TOPIC) }),
    ],
    ['pass', 'its organisation', send(when('StringEquals', 'aws:PrincipalOrgID', 'o-own0000000'))],
    ['pass', 'one network', send(when('StringEquals', 'aws:SourceVpce', 'vpce-1'))],
    ['pass', 'nobody else', { policy: absent() }],
    ['not applicable', 'a stream', { sourceType: 'kinesis', policy: undefined }],
    ['not applicable', 'a queue that is gone', { exists: known(false) }],
    ['unknown', 'a policy that was denied', { policy: denied('sqs:GetQueueAttributes') }],
    ['unknown', 'a record of an older version', { policy: undefined }],
    ['unknown', 'a condition of tomorrow', send(when('StringEquals', 'aws:Tomorrow', 'x'))],
  ])('says %s of %s', (state, _what, values) => {
    expect(judgeRecord(queuePublic, makeEventSource(values)).state).toBe(state)
  })

  it('says what strangers can do, and is medium where they need a service for it', () => {
    expect(judgeRecord(queuePublic, makeEventSource(send({ Action: 'sqs:ReceiveMessage' })))).toMatchObject({
      severity: 'high',
      summary: expect.stringContaining('read its messages'),
    })
    expect(judgeRecord(queuePublic, makeEventSource(send(service('sns'))))).toMatchObject({
      severity: 'medium',
    })
  })

  itKeepsOrder(
    ['sqs:SendMessage', 'sqs:ReceiveMessage'],
    (statements) => judgeRecord(queuePublic, makeEventSource({ policy: policyOf(...statements) })).state,
  )
})

import { describe, expect, it } from 'vitest'
import { absent, denied } from '#server/domain/field.ts'
import type { TopicRecord } from '#server/domain/records/topic-record.ts'
import { judgeRecord, policyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { makeTopic } from '#server/testing/records/posture-records.ts'
import { makeSubscription, TOPIC_ARN } from '#server/testing/source-records.ts'
import { when } from '#server/testing/statements.ts'
import { topicPublic } from './topic-public.ts'

const allow = (Action: unknown, more: object = {}) => ({
  policy: policyOf({ Principal: { AWS: '*' }, Action, Resource: TOPIC_ARN, ...more }),
})
/** What SNS gives each topic when it is made. */
const DEFAULT = allow(
  ['SNS:Publish', 'SNS:Subscribe', 'SNS:SetTopicAttributes'],
  when('StringEquals', 'AWS:SourceOwner', '111122223333'),
)

describe('topic-public', () => {
  it.each<[string, string, Partial<TopicRecord>, string?]>([
    ['fail', 'everyone who publishes', allow('sns:Publish'), 'high'],
    [
      'fail',
      'everyone who listens',
      allow('sns:Subscribe', when('StringEquals', 'sns:Protocol', 'https')),
      'medium',
    ],
    ['pass', 'the policy that SNS makes', DEFAULT],
    [
      'pass',
      'listeners of one domain',
      allow('sns:Subscribe', when('StringLike', 'sns:Endpoint', '*@example.com')),
    ],
    ['unknown', 'a policy that was denied', { policy: denied('sns:GetTopicAttributes') }],
  ])('says %s of %s', (state, _what, values, severity) => {
    const verdict = judgeRecord(topicPublic, makeTopic(values), [makeSubscription()])
    expect(verdict.state).toBe(state)
    if (severity) expect(verdict).toMatchObject({ severity })
  })

  it('says not applicable of a closed topic that no function subscribes to, and fail of an open one', () => {
    expect(judgeRecord(topicPublic, makeTopic({ policy: absent() })).state).toBe('not applicable')
    expect(judgeRecord(topicPublic, makeTopic(allow('sns:Publish'))).state).toBe('fail')
  })

  itKeepsOrder(
    ['sns:Publish', 'sns:Subscribe'],
    (statements) =>
      judgeRecord(topicPublic, makeTopic({ policy: policyOf(...statements) }), [makeSubscription()]).state,
  )
})

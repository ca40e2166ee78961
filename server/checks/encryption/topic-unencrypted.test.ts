import { describe, expect, it } from 'vitest'
import { absent, denied, failed, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { TopicRecord } from '#server/domain/records/topic-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeTopic } from '#server/testing/records/posture-records.ts'
import { topicUnencrypted } from './topic-unencrypted.ts'

const USER = { deadLetterTargetArn: known(makeTopic().arn) }
const verdictOf = (changes: Partial<TopicRecord>, user: Partial<FunctionRecord> = USER) =>
  topicUnencrypted.evaluate(makeTopic(changes), estateOf([makeFunctionRecord(user)]))
const NO_KEY = { kmsKeyId: absent<string>() }

describe('topic-unencrypted', () => {
  it.each<[string, string, Partial<TopicRecord>, Partial<FunctionRecord>?]>([
    ['pass', 'a topic with a key', {}],
    ['fail', 'a topic without', NO_KEY],
    [
      'fail',
      'the destination of a function’s failures',
      NO_KEY,
      { eventInvokeConfigs: known([{ qualifier: '$LATEST', onFailure: makeTopic().arn }]) },
    ],
    [
      'fail',
      'a topic of which nobody knows who uses it',
      NO_KEY,
      { eventInvokeConfigs: failed('not read yet') },
    ],
    ['unknown', 'attributes that were denied', { kmsKeyId: denied('sns:GetTopicAttributes') }],
    ['not applicable', 'a topic that no function has to do with', NO_KEY, {}],
  ])('says %s of %s', (state, _, changes, user) => {
    expect(verdictOf(changes, user).state).toBe(state)
  })
})

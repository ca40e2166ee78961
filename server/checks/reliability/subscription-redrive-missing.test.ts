import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { TopicSubscriptionRecord } from '#server/domain/records/topic-subscription-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { QUEUE_ARN } from '#server/testing/event-source-records.ts'
import { makeSubscription } from '#server/testing/source-records.ts'
import { subscriptionRedriveMissing } from './subscription-redrive-missing.ts'

describe('subscription-redrive-missing', () => {
  it.each<[string, string, Partial<TopicSubscriptionRecord>]>([
    ['fail', 'a subscription without a queue', {}],
    ['pass', 'a subscription with one', { deadLetterArn: known(QUEUE_ARN) }],
    ['not applicable', 'a subscription that is not confirmed', { pendingConfirmation: known(true) }],
    ['unknown', 'hidden attributes', { deadLetterArn: denied('sns:GetSubscriptionAttributes') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(subscriptionRedriveMissing.evaluate(makeSubscription(values), estateOf([])).state).toBe(state)
  })
})

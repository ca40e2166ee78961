import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { EventRuleRecord } from '#server/domain/records/event-rule-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { QUEUE_ARN } from '#server/testing/event-source-records.ts'
import { FUNCTION_ARN, makeRule } from '#server/testing/source-records.ts'
import { eventRuleDeadLetterMissing } from './event-rule-dead-letter-missing.ts'

const target = (arn: string, deadLetterArn?: string) => ({ id: 't', arn, deadLetterArn })
const verdictOf = (values: Partial<EventRuleRecord>) =>
  eventRuleDeadLetterMissing.evaluate(makeRule(values), estateOf([]))

describe('event-rule-dead-letter-missing', () => {
  it.each<[string, string, Partial<EventRuleRecord>]>([
    ['fail', 'a function without a queue', {}],
    ['pass', 'a function with one', { targets: known([target(FUNCTION_ARN, QUEUE_ARN)]) }],
    ['not applicable', 'a queue as target', { targets: known([target(QUEUE_ARN)]) }],
    ['not applicable', 'a rule that is off', { state: known('DISABLED') }],
    ['not applicable', 'a rule of a service', { managedBy: known('config.amazonaws.com') }],
    ['unknown', 'hidden targets', { targets: denied('events:ListTargetsByRule') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(verdictOf(values).state).toBe(state)
  })

  it('is information of a schedule, and low of a rule for events', () => {
    expect(verdictOf({ schedule: known('rate(1 hour)') })).toMatchObject({ severity: 'info' })
    const pattern = known('{"source":["shop"]}')
    expect(verdictOf({ schedule: absent(), pattern })).toMatchObject({ severity: 'low' })
  })

  it('is about the functions without a queue alone', () => {
    const targets = known([target(`${FUNCTION_ARN}:live`), target(`${FUNCTION_ARN}-2`, QUEUE_ARN)])
    expect(verdictOf({ targets })).toMatchObject({ affects: [FUNCTION_ARN] })
  })

  it('quotes what others have named', () => {
    const record = makeRule({ name: 'a;reboot', targets: known([{ id: "x'`id`", arn: FUNCTION_ARN }]) })
    const fail = eventRuleDeadLetterMissing.evaluate(record, estateOf([]))
    if (fail.state !== 'fail') throw new Error(fail.state)
    const { cli } = eventRuleDeadLetterMissing.remediate(record, fail, estateOf([]))
    expect(cli).toContain(`--rule 'a;reboot'`)
    expect(cli).toContain(`'Targets[?Id=='\\''x'\\''\`id\`'\\'']'`)
  })
})

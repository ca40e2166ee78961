import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { functionOff } from '#server/domain/triggers/function-off.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { named } from './function-change.ts'
import { titleOf } from './live-triggers.ts'
import { namesOf, notApplicable, pass, unknown, unseen } from './verdicts.ts'

const KEPT_FOR_A_WHILE = new Set(['asynchronous', 'queue', 'stream'])

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const hidden = unseen('Reserved concurrency', record.reservedConcurrency)
  if (hidden) {
    const triggers = around.triggers(record.arn)
    const isIdle = triggers.state === 'known' && triggers.value.length === 0
    return isIdle ? notApplicable('Nothing invokes it.') : unknown(hidden)
  }
  const reserved = valueOr<number | null>(record.reservedConcurrency, null) ?? null
  const evidence = [{ label: 'Reserved concurrency', value: reserved === null ? 'none' : String(reserved) }]
  if (reserved !== 0) return pass(...evidence)
  const triggers = around.triggers(record.arn)
  if (triggers.state !== 'known')
    return unknown(unseen('Triggers', triggers) ?? 'Its triggers were not seen.')
  const calling = triggers.value.filter(
    ({ qualifier, liveReason }) => liveReason === functionOff(record, qualifier),
  )
  if (calling.length === 0) return notApplicable('It is switched off, and so is all that invokes it.')
  const expiring = calling.filter(({ invocation }) => KEPT_FOR_A_WHILE.has(invocation))
  const names = namesOf([...new Set(calling.map(titleOf))])
  return {
    state: 'fail',
    severity: expiring.length > 0 ? 'medium' : 'low',
    summary: `Its reserved concurrency is 0, so nothing runs, while ${names} still ${calling.length === 1 ? 'sends' : 'send'} to it.`,
    evidence: [...evidence, ...calling.map((one) => ({ label: titleOf(one), value: one.throttled }))],
  }
}

export const functionSwitchedOff = defineCheck({
  id: 'function-switched-off',
  title: 'Function switched off while events still come',
  group: 'reliability',
  kind: 'function',
  severity: 'low',
  severityNote: 'Medium where events wait for it that expire in the end.',
  why: 'Reserved concurrency of 0 is the emergency brake: every invocation is throttled. Left on by mistake, callers get errors, and events that wait are dropped when their time is up.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['denial-of-service'],
  evaluate,
  remediate: (record) => ({
    text: 'Where it shall run, take the reservation away. Where it shall not, switch its sources off as well.',
    cli: `aws lambda delete-function-concurrency ${named(record)}`,
    cloudformation: null,
    terraform: null,
  }),
})

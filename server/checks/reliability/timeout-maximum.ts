import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { functionChange } from './function-change.ts'
import { hiddenTrigger, isFrontDoor, liveTriggers, titleOf } from './live-triggers.ts'
import { namesOf, notApplicable, pass, unknown, unseen } from './verdicts.ts'

const MOST_SECONDS = 900

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const made = platformMade(record)
  if (made) return notApplicable(made)
  const seconds = valueOr<number | null>(record.timeoutSeconds, null)
  if (seconds === undefined || seconds === null)
    return unknown(unseen('Timeout', record.timeoutSeconds) ?? 'Its timeout is not told.')
  const evidence = [{ label: 'Timeout', value: `${seconds} s` }]
  if (seconds < MOST_SECONDS) return pass(...evidence)
  const triggers = liveTriggers(record, around)
  if (triggers.state !== 'known')
    return unknown(
      `Its timeout is 900 s; ${unseen('who waits for it', triggers) ?? 'who waits for it was not seen.'}`,
    )
  const doors = triggers.value.filter(isFrontDoor)
  const hidden = doors.length > 0 ? null : hiddenTrigger(record, around, isFrontDoor)
  if (hidden) return unknown(`Its timeout is ${seconds} s. ${hidden}`)
  if (doors.length === 0) return pass(...evidence, { label: 'Callers that wait', value: 'none seen' })
  const reach = around.reach(record.arn)
  const isOpen = reach.state === 'known' && reach.value.level === 'internet'
  return {
    state: 'fail',
    severity: isOpen ? 'medium' : 'low',
    summary: `It may run for 900 s though a caller waits for its answer at ${namesOf([...new Set(doors.map(titleOf))])}${isOpen ? ', and anyone on the internet can make it run' : ''}.`,
    evidence: [...evidence, ...doors.slice(0, 10).map((one) => ({ label: titleOf(one), value: one.detail }))],
  }
}

/** Long timeouts are right for work in the background: only a function that someone waits for is judged. */
export const timeoutMaximum = defineCheck({
  id: 'timeout-maximum',
  title: 'Timeout of 15 minutes behind a front door',
  group: 'reliability',
  kind: 'function',
  severity: 'low',
  severityNote: 'Medium where anyone on the internet can invoke it.',
  why: 'No caller waits for 15 minutes. A request that hangs holds its share of the concurrency, and is paid for, until the timeout: few slow requests then take the function down.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html'],
  needs: ['functions'],
  elsewhere: ['sls-dev-tools no-max-timeout'],
  risks: ['denial-of-service'],
  evaluate,
  remediate: (record) =>
    functionChange(record, {
      text: 'Set the timeout just above the longest duration that is seen, and no longer than the caller waits. The value 29 is what a REST API waits by default.',
      options: '--timeout 29',
      cloudformation: { Timeout: 29 },
      terraform: { timeout: 29 },
    }),
})

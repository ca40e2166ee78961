import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { inWords } from './function-change.ts'
import { hiddenTrigger, liveTriggers, titleOf } from './live-triggers.ts'
import { canFeedItself, recursiveWays } from './recursive-ways.ts'
import { namesOf, notApplicable, pass, unknown, unseen } from './verdicts.ts'

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const triggers = liveTriggers(record, around)
  if (triggers.state !== 'known')
    return unknown(unseen('Triggers', triggers) ?? 'Its triggers were not seen.')
  const feeding = triggers.value.filter(canFeedItself)
  const hiddenSource = feeding.length > 0 ? null : hiddenTrigger(record, around, canFeedItself)
  if (hiddenSource) return unknown(hiddenSource)
  if (feeding.length === 0) return notApplicable('No bucket, queue, topic or stream invokes it.')
  const ways = recursiveWays(record, feeding, around)
  if (ways.length > 0) {
    const endless = ways.filter(({ stopped }) => !stopped)
    const shown = endless.length > 0 ? endless : ways
    const end =
      endless.length > 0 ? 'nothing stops such a loop' : 'Lambda stops such a loop after about 16 rounds'
    return {
      state: 'fail',
      severity: endless.length > 0 ? 'medium' : 'low',
      summary: `Its role may write to ${namesOf([...new Set(shown.map(({ trigger }) => titleOf(trigger)))])}, which invokes it: it can call itself, and ${end}.`,
      evidence: ways.map(({ trigger, action, pattern }) => ({
        label: `${titleOf(trigger)}: ${trigger.detail}`,
        value: `the role may ${action} on ${pattern}`,
      })),
    }
  }
  const roleArn = valueOr<string>(record.roleArn, '') ?? ''
  const access = around.access(roleArn)
  if (access.state !== 'known')
    return unknown(unseen('What its role may do', access) ?? 'Its role was not found.')
  const hidden = access.value.permissions.unseen.find((one) => /^(?:inline|attached|managed)/.test(one))
  return hidden
    ? unknown(`Its role was not read in full: ${hidden}.`)
    : pass(...feeding.map((one) => ({ label: titleOf(one), value: 'the role may not write to it' })))
}

/** Whether it does write there only the code tells: what the role, prefixes and suffixes rule out is not reported. */
export const recursiveTrigger = defineCheck({
  id: 'recursive-trigger',
  title: 'Function may write to what triggers it',
  group: 'reliability',
  kind: 'function',
  severity: 'medium',
  severityNote:
    'Low where Lambda detects and stops such a loop: S3, SQS and SNS, unless the function allows loops.',
  why: 'A function that writes to its own source can invoke itself without end, and the bill grows until somebody notices. One crafted event can be enough to begin it.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html'],
  needs: ['functions', 'roles'],
  elsewhere: [],
  risks: ['denial-of-service', 'over-privileged-roles'],
  evaluate,
  remediate: () =>
    inWords(
      'Let the function write to another bucket, queue, topic or table than the one that invokes it, or take the permission of the evidence from its role. For a bucket, a prefix of its own for what comes in is enough.',
    ),
})

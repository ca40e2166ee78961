import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Evidence, Verdict } from '#server/domain/verdict.ts'
import { notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

const RUNNING = new Set(['Active', 'Pending'])

function evaluate(record: FunctionRecord): Verdict {
  const { state, lastUpdateStatus: update } = record
  const reason = valueOr(record.stateReason, undefined)
  const evidence: Evidence[] = [
    { label: 'State', value: state.state === 'known' ? state.value : whyUnseen(state) },
    ...(reason ? [{ label: 'Reason', value: reason }] : []),
    { label: 'Last update', value: update.state === 'known' ? update.value : whyUnseen(update) },
  ]
  const fail = (severity: 'high' | 'medium' | 'low', summary: string): Verdict => ({
    state: 'fail',
    severity,
    summary,
    evidence,
  })
  if (state.state === 'known' && state.value === 'Failed')
    return fail('high', 'It failed to be set up: each call of it fails.')
  if (update.state === 'known' && update.value === 'Failed')
    return fail('medium', 'Its last update failed: what runs is what was there before.')
  if (state.state === 'known' && state.value === 'Inactive')
    return fail('low', 'It was idle for so long that Lambda took its resources away: the next call fails.')
  if (state.state === 'denied' || state.state === 'failed') return unknown(`Its state: ${whyUnseen(state)}.`)
  if (state.state === 'absent') return notApplicable('Lambda tells no state of it.')
  if (!RUNNING.has(state.value)) return unknown(`What the state ${state.value} means is not known.`)
  if (update.state === 'denied' || update.state === 'failed')
    return unknown(`Its last update: ${whyUnseen(update)}.`)
  return pass(...evidence)
}

export const functionBroken = defineCheck({
  id: 'function-broken',
  title: 'Function that cannot run or be updated',
  group: 'governance',
  kind: 'function',
  severity: 'high',
  severityNote: 'Medium where only the last update failed, low where Lambda put it to sleep.',
  why: 'Events for it are lost or wait, or a fix that everybody believes to be live is not.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['ungoverned-assets', 'improper-exception-handling'],
  evaluate,
  remediate: (record) => ({
    text: 'Read the reason: mostly a subnet, a security group, a key or an image that is gone. Mend that and deploy again; a function whose creation failed must be deleted and made again.',
    cli: `aws lambda get-function-configuration ${regionOf(record)} --function-name ${shellWord(record.name)} --query '[State,StateReason,LastUpdateStatus,LastUpdateStatusReason]'`,
    cloudformation: null,
    terraform: null,
  }),
})

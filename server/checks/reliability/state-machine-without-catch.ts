import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { StateMachineRecord } from '#server/domain/records/state-machine-record.ts'
import { shellWord } from '#server/domain/text.ts'
import { functionTarget, homeOf } from '#server/domain/triggers/function-target.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { namesOf, notApplicable, pass, unknown, unseen } from './verdicts.ts'

function evaluate(record: StateMachineRecord): Verdict {
  const status = valueOr<string>(record.status, 'ACTIVE')
  if (status !== undefined && status !== 'ACTIVE') return notApplicable(`The state machine is ${status}.`)
  const hidden = unseen('Definition', record.calls)
  if (hidden) return unknown(hidden)
  const calls = valueOr(record.calls, []) ?? []
  if (calls.length === 0) return notApplicable('No state of it calls a function.')
  const bare = calls.filter(({ retries, catches }) => retries === 0 && !catches)
  const evidence = calls.map((call) => ({
    label: `state ${call.state}: ${call.function}`,
    value: `${call.retries > 0 ? 'Retry' : 'no Retry'}, ${call.catches ? 'Catch' : 'no Catch'}`,
  }))
  if (bare.length === 0) return pass(...evidence)
  return {
    state: 'fail',
    severity: 'low',
    summary: `One error ends the whole execution: ${namesOf(bare.map(({ state }) => `state ${state}`))} ${bare.length === 1 ? 'has' : 'have'} neither Retry nor Catch.`,
    evidence,
    affects: [...new Set(bare.flatMap((call) => functionTarget(call.function, homeOf(record))?.arn ?? []))],
  }
}

/** Source: Step Functions Developer Guide, "Handle transient Lambda service exceptions". */
export const stateMachineWithoutCatch = defineCheck({
  id: 'state-machine-without-catch',
  title: 'Workflow step without Retry or Catch',
  group: 'reliability',
  kind: 'state-machine',
  severity: 'low',
  severityNote: null,
  why: 'Lambda answers with errors that pass by themselves, throttling among them. A step without Retry and Catch then ends the execution half way, and what was done before is not undone.',
  references: ['https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html'],
  needs: ['state-machines'],
  elsewhere: [],
  risks: ['improper-exception-handling', 'execution-flow-manipulation'],
  evaluate,
  remediate: (record) => ({
    text: 'Give the states of the evidence a Retry on Lambda.ServiceException, Lambda.AWSLambdaException, Lambda.SdkClientException and Lambda.TooManyRequestsException, and a Catch that undoes or reports.',
    cli: `aws stepfunctions describe-state-machine ${regionOf(record)} --state-machine-arn ${shellWord(record.arn)} --query definition --output text`,
    cloudformation: null,
    terraform: null,
  }),
})

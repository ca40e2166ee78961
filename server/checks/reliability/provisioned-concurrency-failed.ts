import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { named } from './function-change.ts'
import { namesOf, notApplicable, pass, unknown, unseen } from './verdicts.ts'

const failedOf = (record: FunctionRecord) =>
  (valueOr(record.provisionedConcurrency, []) ?? []).filter(({ status }) => status === 'FAILED')

function evaluate(record: FunctionRecord): Verdict {
  const hidden = unseen('Provisioned concurrency', record.provisionedConcurrency)
  if (hidden) return unknown(hidden)
  const all = valueOr(record.provisionedConcurrency, []) ?? []
  if (all.length === 0) return notApplicable('It has no provisioned concurrency.')
  const evidence = all.map(({ qualifier, requested, allocated, status }) => ({
    label: qualifier,
    value: `${status ?? 'status not told'}: ${allocated ?? 0} of ${requested} allocated`,
  }))
  const broken = failedOf(record)
  if (broken.length > 0) {
    const summary = `The provisioned concurrency of ${namesOf(broken.map(({ qualifier }) => qualifier))} could not be made: requests there start cold.`
    return { state: 'fail', severity: 'medium', summary, evidence }
  }
  return all.some(({ status }) => status === undefined)
    ? unknown('Whether its provisioned concurrency is ready is not told.')
    : pass(...evidence)
}

export const provisionedConcurrencyFailed = defineCheck({
  id: 'provisioned-concurrency-failed',
  title: 'Provisioned concurrency could not be made',
  group: 'reliability',
  kind: 'function',
  severity: 'medium',
  severityNote: null,
  why: 'Somebody asked for executions that are ready at once, and there are none. Requests are slow or time out just when the load is highest.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['denial-of-service'],
  evaluate,
  remediate: (record) => ({
    text: 'Read why it failed, mend that (often the initialisation of the code, or the limit of the account), and set the provisioned concurrency again.',
    cli: `aws lambda get-provisioned-concurrency-config ${named(record)} --qualifier ${shellWord(failedOf(record)[0]?.qualifier ?? '')} --query StatusReason --output text`,
    cloudformation: null,
    terraform: null,
  }),
})

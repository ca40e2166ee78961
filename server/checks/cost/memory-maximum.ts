import { defineCheck } from '#server/checks/define-check.ts'
import { functionChange } from '#server/checks/reliability/function-change.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const MOST_MB = 10_240

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const made = platformMade(record)
  if (made) return notApplicable(made)
  const memory = valueOr<number | null>(record.memoryMb, null)
  if (typeof memory !== 'number')
    return unknown(unseen('Memory', record.memoryMb) ?? 'Its memory is not told.')
  const evidence = [{ label: 'MemorySize', value: `${memory} MB` }]
  if (memory < MOST_MB) return pass(...evidence)
  const reach = around.reach(record.arn)
  const isOpen = reach.state === 'known' && reach.value.level === 'internet'
  return {
    state: 'fail',
    severity: isOpen ? 'medium' : 'info',
    summary: `It has 10,240 MB, the most there is: each second costs eighty times what 128 MB cost${isOpen ? ', and anyone on the internet can make it run' : ''}.`,
    evidence,
  }
}

export const memoryMaximum = defineCheck({
  id: 'memory-maximum',
  title: 'Memory at the maximum',
  group: 'cost',
  kind: 'function',
  severity: 'info',
  severityNote: 'Medium where anyone on the internet can invoke it, and so run up its cost.',
  why: 'Memory is paid for whether it is used or not. The maximum is seldom what was measured, and makes each request of an attacker as dear as can be.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html'],
  needs: ['functions'],
  elsewhere: ['sls-dev-tools no-max-memory', 'Trusted Advisor over-provisioned memory'],
  risks: ['denial-of-service'],
  evaluate,
  remediate: (record) =>
    functionChange(record, {
      text: 'Compare what it uses (Max Memory Used in its reports) with what it has, and measure it at smaller sizes. The value 3008 is an example.',
      options: '--memory-size 3008',
      cloudformation: { MemorySize: 3008 },
      terraform: { memory_size: 3008 },
    }),
})

import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { functionChange } from './function-change.ts'
import { notApplicable, pass, unknown, unseen } from './verdicts.ts'

const DEFAULT_MB = 128

function evaluate(record: FunctionRecord): Verdict {
  const made = platformMade(record)
  if (made) return notApplicable(made)
  const memory = valueOr<number | null>(record.memoryMb, null)
  if (memory === undefined || memory === null)
    return unknown(unseen('Memory', record.memoryMb) ?? 'Its memory is not told.')
  const evidence = [{ label: 'MemorySize', value: `${memory} MB` }]
  if (memory !== DEFAULT_MB) return pass(...evidence)
  const summary = 'Its memory is the default of 128 MB, which brings the smallest share of a processor.'
  return { state: 'fail', severity: 'info', summary, evidence }
}

export const memoryDefault = defineCheck({
  id: 'memory-default',
  title: 'Memory left at the default of 128 MB',
  group: 'reliability',
  kind: 'function',
  severity: 'info',
  severityNote: null,
  why: 'Processor time comes with memory: at 128 MB most functions run slowly, and more memory often costs no more. It is worth measuring once.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html'],
  needs: ['functions'],
  elsewhere: [
    'serverless-rules ES1005',
    'cdk-nag LambdaDefaultMemorySize',
    'sls-dev-tools no-default-memory',
  ],
  risks: ['denial-of-service'],
  evaluate,
  remediate: (record) =>
    functionChange(record, {
      text: 'Measure it at several sizes, and set the one that is cheapest at the duration that you need. The value 256 is an example.',
      options: '--memory-size 256',
      cloudformation: { MemorySize: 256 },
      terraform: { memory_size: 256 },
    }),
})

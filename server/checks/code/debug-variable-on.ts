import { defineCheck } from '#server/checks/define-check.ts'
import { pass } from '#server/checks/secrets/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { flaggedVariables, removeVariables } from './flagged-variables.ts'

const NOT_PRODUCTION = /^(?:dev|development|test|testing|sandbox|sbx|local|qa|int|integration)\b/i

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const found = flaggedVariables(record, 'debug-on')
  if (!Array.isArray(found)) return found
  if (found.length === 0) return pass({ label: 'Variables', value: 'none switches debugging on' })
  const env = valueOr(around.labels(record.arn), undefined)?.env ?? ''
  const isTrial = NOT_PRODUCTION.test(env.trim())
  return {
    state: 'fail',
    severity: isTrial ? 'info' : 'low',
    summary: `${found.join(', ')} ${found.length === 1 ? 'switches' : 'switch'} debugging on.`,
    evidence: [
      ...found.map((name) => ({ label: name, value: 'set so that debugging is on' })),
      ...(isTrial ? [{ label: 'Environment', value: env }] : []),
    ],
  }
}

export const debugVariableOn = defineCheck({
  id: 'debug-variable-on',
  title: 'Debugging is switched on',
  group: 'code',
  kind: 'function',
  severity: 'low',
  severityNote: 'Only a note where the function’s environment is one for development or tests.',
  why: 'Frameworks in debug mode answer errors with stack traces and settings, and libraries log whole requests, headers and tokens among them.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['improper-exception-handling', 'insecure-deployment-configuration'],
  evaluate,
  remediate: (_, verdict) =>
    removeVariables(
      verdict.evidence.filter(({ label }) => label !== 'Environment').map(({ label }) => label),
      'Where you need more in the log for a while, raise the log level of the function and lower it again.',
    ),
})

import { defineCheck } from '#server/checks/define-check.ts'
import { functionChange } from '#server/checks/reliability/function-change.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

function evaluate(record: FunctionRecord): Verdict {
  const made = platformMade(record)
  if (made) return notApplicable(made)
  const hidden = unseen('Tracing', record.tracingMode)
  if (hidden) return unknown(hidden)
  const mode = valueOr(record.tracingMode, 'PassThrough') ?? 'PassThrough'
  const evidence = [{ label: 'TracingConfig.Mode', value: mode }]
  if (mode === 'Active') return pass(...evidence)
  const summary = `X-Ray traces it only where its caller asks for that (${mode}).`
  return { state: 'fail', severity: 'info', summary, evidence }
}

export const tracingOff = defineCheck({
  id: 'tracing-off',
  title: 'Active tracing is off',
  group: 'logging',
  kind: 'function',
  severity: 'info',
  severityNote: null,
  why: 'A trace shows what one request did across services, and where its time went. Without it, what a suspicious or slow invocation touched has to be pieced together from logs.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html'],
  needs: ['functions'],
  elsewhere: [
    'Security Hub Lambda.7',
    'AWS Config lambda-function-xray-enabled',
    'Checkov CKV_AWS_50',
    'Trivy AWS-0066',
    'KICS 8152e0cf',
    'serverless-rules WS1000',
    'cloudsploit lambdaTracingEnabled',
    'ElectricEye Lambda.2',
    'Semgrep aws-lambda-x-ray-tracing-not-active',
  ],
  risks: ['inadequate-monitoring'],
  evaluate,
  remediate: (record) =>
    functionChange(record, {
      text: 'Switch active tracing on, and let the function’s role xray:PutTraceSegments and xray:PutTelemetryRecords. X-Ray charges by the trace; another tool that traces is as good.',
      options: '--tracing-config Mode=Active',
      cloudformation: { TracingConfig: { Mode: 'Active' } },
      terraform: { 'tracing_config {}': { mode: 'Active' } },
    }),
})

import { defineCheck } from '#server/checks/define-check.ts'
import { inWords } from '#server/checks/reliability/function-change.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const EXTENSION = /:layer:LambdaInsightsExtension(?:-Arm64)?:\d+$/

function evaluate(record: FunctionRecord): Verdict {
  const made = platformMade(record)
  if (made) return notApplicable(made)
  if (valueOr<string>(record.packageType, '') === 'Image')
    return notApplicable('It is an image: extensions lie inside it.')
  const hidden = unseen('Layers', record.layers)
  if (hidden) return unknown(hidden)
  const layers = valueOr(record.layers, []) ?? []
  const extension = layers.find((layer) => EXTENSION.test(layer))
  if (extension) return pass({ label: 'Layer', value: extension })
  const summary = 'Lambda Insights does not measure it: it has no layer with the extension.'
  return {
    state: 'fail',
    severity: 'info',
    summary,
    evidence: layers.map((value) => ({ label: 'Layer', value })),
  }
}

export const insightsOff = defineCheck({
  id: 'insights-off',
  title: 'Lambda Insights is off',
  group: 'logging',
  kind: 'function',
  severity: 'info',
  severityNote: null,
  off: 'Which tool measures processor, memory and network of functions is the organisation’s choice.',
  why: 'Lambda Insights measures processor time, memory, disk and network of each execution. It shows leaks and mining that the usual metrics do not.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/monitoring-insights.html'],
  needs: ['functions'],
  elsewhere: [
    'Powerpipe lambda_function_cloudwatch_insights_enabled',
    'cloudsploit lambdaEnhancedMonitoring',
  ],
  risks: ['inadequate-monitoring'],
  evaluate,
  remediate: () =>
    inWords(
      'Add the layer LambdaInsightsExtension of the region and architecture, and the managed policy CloudWatchLambdaInsightsExecutionRolePolicy to the role. It is charged by metrics and logs.',
    ),
})

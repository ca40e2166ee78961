import { defineCheck } from '#server/checks/define-check.ts'
import { runsAtEdge } from '#server/checks/reliability/live-triggers.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const MONTH_DAYS = 30

const groupOf = (record: FunctionRecord) =>
  valueOr<string>(record.logGroup, '') || `/aws/lambda/${record.name}`

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const hidden = unseen('Logging configuration', record.logGroup)
  if (hidden) return unknown(hidden)
  const name = groupOf(record)
  const { accountId, region } = record
  const partition = parseArn(record.arn)?.partition ?? 'aws'
  const group = around.find('log-group', `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`)
  if (group.state === 'known') return pass({ label: 'Log group', value: name })
  if (group.state !== 'absent') return unknown(unseen('Log groups', group) ?? 'They were not seen.')
  if (runsAtEdge(record, around))
    return notApplicable('CloudFront runs it, and logs in the regions of the viewers.')
  const activity = around.activity(record.arn)
  if (activity.state !== 'known')
    return unknown('Its log group does not exist; whether it was ever invoked was not seen.')
  const { invocations30d, daysSeen } = activity.value
  if (invocations30d > 0) {
    const evidence = [
      { label: 'Log group', value: `${name}: does not exist` },
      { label: 'Invocations', value: `${invocations30d} in ${Math.min(daysSeen, MONTH_DAYS)} days` },
    ]
    const summary = `It ran ${invocations30d} times, and nothing that it logged is kept: log group ${name} does not exist.`
    return { state: 'fail', severity: 'medium', summary, evidence }
  }
  return daysSeen >= MONTH_DAYS
    ? notApplicable('It was not invoked in 30 days: Lambda makes the log group at the first invocation.')
    : unknown(`Its log group does not exist, and metrics of ${daysSeen} days show no invocation.`)
}

/** Lambda makes the group when it may: a group that is missing after invocations was deleted, or the role may not. */
export const logGroupMissing = defineCheck({
  id: 'log-group-missing',
  title: 'Invocations leave no log',
  group: 'logging',
  kind: 'function',
  severity: 'medium',
  severityNote: null,
  why: 'What the function prints, its errors and its reports of memory and time are thrown away. Either its role may not write logs, or somebody deleted the group.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html'],
  needs: ['functions', 'log-groups'],
  elsewhere: [
    'cloudsploit lambdaLogGroups',
    'Powerpipe lambda_function_logging_config_enabled',
    'cdk-nag LambdaLogging',
  ],
  risks: ['inadequate-monitoring'],
  evaluate,
  remediate: (record) => ({
    text: 'Create the log group with a retention, and let the function’s role logs:CreateLogStream and logs:PutLogEvents on it. Look for DeleteLogGroup in CloudTrail.',
    cli: `aws logs create-log-group ${regionOf(record)} --log-group-name ${shellWord(groupOf(record))}`,
    cloudformation: properties('AWS::Logs::LogGroup', { LogGroupName: groupOf(record), RetentionInDays: 90 }),
    terraform: argumentsOf('aws_cloudwatch_log_group', { name: groupOf(record), retention_in_days: 90 }),
  }),
})

import { defineCheck } from '#server/checks/define-check.ts'
import { pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { judgedElsewhere, namedTrail } from './trail-home.ts'

function evaluate(record: TrailSettingsRecord, around: Surroundings): Verdict {
  const elsewhere = judgedElsewhere(record, around)
  if (elsewhere) return elsewhere
  const hidden = unseen('Log group', record.logGroupArn)
  if (hidden) return unknown(hidden)
  const group = valueOr<string | null>(record.logGroupArn, null)
  const isFine = Boolean(group)
  const evidence = [{ label: 'CloudWatchLogsLogGroupArn', value: group ?? 'not set' }]
  if (isFine) return pass(...evidence)
  const summary = `Events of trail ${record.name} reach a bucket only, where nothing raises an alarm.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

/** Source: AWS Foundational Security Best Practices, CloudTrail.5. */
export const trailWithoutCloudwatch = defineCheck({
  id: 'trail-without-cloudwatch',
  title: 'Trail that is not sent to CloudWatch Logs',
  group: 'logging',
  kind: 'trail',
  severity: 'low',
  severityNote: null,
  why: 'A trail delivers to its bucket only. Sent to CloudWatch Logs as well, its events can raise alarms within minutes.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html',
  ],
  needs: ['trails'],
  elsewhere: [
    'Prowler cloudtrail_cloudwatch_logging_enabled',
    'Security Hub CloudTrail.5',
    'Checkov CKV2_AWS_10',
  ],
  risks: ['inadequate-monitoring'],
  evaluate,
  remediate: (record) => ({
    text: 'Send the trail to a log group, or accept the finding where another tool reads the bucket within minutes. CloudWatch Logs charges for what it takes in.',
    cli: `aws cloudtrail update-trail ${namedTrail(record)} --cloud-watch-logs-log-group-arn LOG_GROUP_ARN --cloud-watch-logs-role-arn ROLE_ARN`,
    cloudformation: properties('AWS::CloudTrail::Trail', {
      CloudWatchLogsLogGroupArn: 'LOG_GROUP_ARN',
      CloudWatchLogsRoleArn: 'ROLE_ARN',
    }),
    terraform: argumentsOf('aws_cloudtrail', {
      cloud_watch_logs_group_arn: 'LOG_GROUP_ARN',
      cloud_watch_logs_role_arn: 'ROLE_ARN',
    }),
  }),
})

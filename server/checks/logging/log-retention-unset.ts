import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { LogGroupRecord } from '#server/domain/records/log-group-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { groupOfPlatform } from './log-group-maker.ts'
import { retentionChange } from './retention-change.ts'

function evaluate(record: LogGroupRecord, around: Surroundings): Verdict {
  const made = groupOfPlatform(record, around)
  if (made) return notApplicable(made)
  const hidden = unseen('Retention', record.retentionDays)
  if (hidden) return unknown(hidden)
  const days = valueOr<number | null>(record.retentionDays, null)
  const bytes = valueOr<number | null>(record.storedBytes, null)
  const evidence = [
    { label: 'Retention', value: days ? `${days} days` : 'never expires' },
    ...(typeof bytes === 'number' ? [{ label: 'Stored', value: `${bytes.toLocaleString('en')} bytes` }] : []),
  ]
  if (days) return pass(...evidence)
  return {
    state: 'fail',
    severity: bytes === 0 ? 'info' : 'low',
    summary: `What is written to ${record.name} is kept for ever${bytes === 0 ? ', once something is' : ''}.`,
    evidence,
  }
}

export const logRetentionUnset = defineCheck({
  id: 'log-retention-unset',
  title: 'Logs are kept for ever',
  group: 'logging',
  kind: 'log-group',
  severity: 'low',
  severityNote: 'Informational while the group is empty.',
  why: 'Lambda makes log groups that never expire. Personal data stays longer than anyone may keep it, and the bill for storage only grows.',
  references: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
  ],
  needs: ['log-groups'],
  elsewhere: [
    'Prowler cloudwatch_log_group_retention_policy_specific_days_enabled',
    'Checkov CKV_AWS_66',
    'serverless-rules WS1004',
  ],
  risks: ['inadequate-monitoring', 'insecure-deployment-configuration'],
  evaluate,
  remediate: (record) =>
    retentionChange(
      record,
      90,
      'Set the retention that your rules ask for. What is older is deleted within three days: export what must be kept first.',
    ),
})

import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { LogGroupRecord } from '#server/domain/records/log-group-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { groupOfPlatform } from './log-group-maker.ts'
import { retentionChange } from './retention-change.ts'

const parameters = z.object({
  minDays: z.number().int().min(1).max(3653).default(30).describe('Days for which logs must be kept'),
})

function evaluate(
  record: LogGroupRecord,
  around: Surroundings,
  { minDays }: z.output<typeof parameters>,
): Verdict {
  const made = groupOfPlatform(record, around)
  if (made) return notApplicable(made)
  const hidden = unseen('Retention', record.retentionDays)
  if (hidden) return unknown(hidden)
  const days = valueOr<number | null>(record.retentionDays, null)
  const evidence = [
    { label: 'Retention', value: days ? `${days} days` : 'never expires' },
    { label: 'Wanted', value: `${minDays} days` },
  ]
  if (!days || days >= minDays) return pass(...evidence)
  const summary = `What is written to ${record.name} is deleted after ${days} days; ${minDays} are wanted.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

export const logRetentionShort = defineCheck({
  id: 'log-retention-short',
  title: 'Logs are deleted too early',
  group: 'logging',
  kind: 'log-group',
  severity: 'low',
  severityNote: null,
  off: 'How long logs are to be kept is the organisation’s rule, and differs by environment.',
  why: 'An intrusion is mostly found weeks after it began. Logs that are gone by then cannot tell what happened.',
  references: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
  ],
  needs: ['log-groups'],
  elsewhere: [
    'Prowler cloudwatch_log_group_retention_policy_specific_days_enabled',
    'AWS Config cw-loggroup-retention-period-check',
    'Checkov CKV_AWS_338',
  ],
  risks: ['inadequate-monitoring'],
  parameters,
  evaluate,
  remediate: (record, verdict) =>
    retentionChange(
      record,
      Number.parseInt(verdict.evidence.find(({ label }) => label === 'Wanted')?.value ?? '30', 10),
      'Keep the logs for as long as your rules ask for. Storage is charged by the gigabyte and month.',
    ),
})

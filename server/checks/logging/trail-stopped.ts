import { defineCheck } from '#server/checks/define-check.ts'
import { pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { judgedElsewhere, namedTrail, otherRecording } from './trail-home.ts'

function evaluate(record: TrailSettingsRecord, around: Surroundings): Verdict {
  const elsewhere = judgedElsewhere(record, around)
  if (elsewhere) return elsewhere
  const hidden = unseen('Status', record.isLogging)
  if (hidden) return unknown(hidden)
  const isLogging = valueOr(record.isLogging, false) === true
  const evidence = [{ label: 'IsLogging', value: String(isLogging) }]
  if (isLogging) return pass(...evidence)
  const other = otherRecording(record, around)
  return {
    state: 'fail',
    severity: other ? 'low' : 'high',
    summary: `Trail ${record.name} is switched off${other ? `; trail ${other.name} still records ${record.region}` : ', and no other trail is seen to record this region'}.`,
    evidence,
  }
}

/** Whether a trail records is its status, which its settings do not show. */
export const trailStopped = defineCheck({
  id: 'trail-stopped',
  title: 'Trail has stopped recording',
  group: 'logging',
  kind: 'trail',
  severity: 'high',
  severityNote: 'Low where another trail records the same region.',
  why: 'A trail that is switched off looks like one that works until its events are needed. Stopping it is what an intruder does first.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-turning-off-logging.html',
  ],
  needs: ['trails'],
  elsewhere: ['Prowler cloudtrail_multi_region_enabled', 'Security Hub CloudTrail.1'],
  risks: ['inadequate-monitoring', 'leaked-credentials'],
  evaluate,
  remediate: (record) => ({
    text: 'Find out who stopped it, and when: look for StopLogging. Then start it again, or delete it where it is no longer wanted.',
    cli: `aws cloudtrail start-logging ${namedTrail(record)}`,
    cloudformation: properties('AWS::CloudTrail::Trail', { IsLogging: true }),
    terraform: argumentsOf('aws_cloudtrail', { enable_logging: true }),
  }),
})

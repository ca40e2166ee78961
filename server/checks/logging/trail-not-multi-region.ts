import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { judgedElsewhere, namedTrail, recordsWrites } from './trail-home.ts'

const isEverywhere = (trail: TrailSettingsRecord) =>
  valueOr(trail.isMultiRegion, false) === true && recordsWrites(trail) === true

function evaluate(record: TrailSettingsRecord, around: Surroundings): Verdict {
  const elsewhere = judgedElsewhere(record, around)
  if (elsewhere) return elsewhere
  const hidden = unseen('Regions', record.isMultiRegion)
  if (hidden) return unknown(hidden)
  const isMultiRegion = valueOr(record.isMultiRegion, false) === true
  const evidence = [{ label: 'IsMultiRegionTrail', value: String(isMultiRegion) }]
  if (isMultiRegion) return pass(...evidence)
  const all = around.all('trail', record)
  const other = (all.state === 'known' ? all.value : []).find(isEverywhere)
  if (other) return notApplicable(`Trail ${other.name} records all regions beside it.`)
  const summary = `Trail ${record.name} records ${record.region} only, and no other trail records all regions.`
  return { state: 'fail', severity: 'medium', summary, evidence }
}

/** One trail of all regions is enough: others may be of one region for a purpose. */
export const trailNotMultiRegion = defineCheck({
  id: 'trail-not-multi-region',
  title: 'Trail of one region only',
  group: 'logging',
  kind: 'trail',
  severity: 'medium',
  severityNote: null,
  why: 'What happens in other regions is not recorded, those included that are switched on tomorrow. Intruders work where nobody looks.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html',
  ],
  needs: ['trails'],
  elsewhere: ['Prowler cloudtrail_multi_region_enabled', 'Security Hub CloudTrail.1', 'Checkov CKV_AWS_67'],
  risks: ['inadequate-monitoring'],
  evaluate,
  remediate: (record) => ({
    text: 'Let the trail record all regions. Where every region has a trail of its own, end those first, so that events are not delivered and paid for twice.',
    cli: `aws cloudtrail update-trail ${namedTrail(record)} --is-multi-region-trail`,
    cloudformation: properties('AWS::CloudTrail::Trail', { IsMultiRegionTrail: true }),
    terraform: argumentsOf('aws_cloudtrail', { is_multi_region_trail: true }),
  }),
})

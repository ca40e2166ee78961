import { defineCheck } from '#server/checks/define-check.ts'
import { inWords } from '#server/checks/reliability/function-change.ts'
import { pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { recordsWrites } from './trail-home.ts'

function evaluate(record: SafeguardsRecord, around: Surroundings): Verdict {
  const trails = around.all('trail', record)
  if (trails.state !== 'known') return unknown(unseen('Trails', trails) ?? 'The trails were not seen.')
  const judged = trails.value.map((trail) => ({ trail, records: recordsWrites(trail) }))
  const recording = judged.filter(({ records }) => records === true)
  if (recording.length > 0)
    return pass(...recording.map(({ trail }) => ({ label: 'Trail', value: trail.arn })))
  const doubtful = judged.find(({ records }) => records === undefined)
  if (doubtful) return unknown(`Whether trail ${doubtful.trail.name} records management events was not seen.`)
  const none = trails.value.length === 0
  return {
    state: 'fail',
    severity: 'high',
    summary: `No trail records who changes what in ${record.region}${none ? '' : ': those that there are have stopped, or leave such events out'}.`,
    evidence: trails.value.map((trail) => ({ label: trail.arn, value: 'records no changes' })),
  }
}

/** CloudTrail's own event history ends after 90 days, and nobody is told of what is in it. */
export const trailMissing = defineCheck({
  id: 'trail-missing',
  title: 'No trail records the changes in a region',
  group: 'logging',
  kind: 'safeguards',
  severity: 'high',
  severityNote: null,
  why: 'Without a trail nothing is kept of who changed code, roles and permissions beyond CloudTrail’s 90 days, and data events are not to be had. Intruders look for regions that nobody records.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-a-trail.html',
  ],
  needs: ['trails', 'safeguards'],
  elsewhere: ['Prowler cloudtrail_multi_region_enabled', 'Security Hub CloudTrail.1'],
  risks: ['inadequate-monitoring', 'leaked-credentials'],
  evaluate,
  remediate: () =>
    inWords(
      'Create one trail for all regions, or an organisation trail, that records management events, with a bucket that only the security team can change, and start its logging.',
    ),
})

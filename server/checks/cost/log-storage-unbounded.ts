import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { retentionChange } from '#server/checks/logging/retention-change.ts'
import { firstUnseen, notApplicable, pass, unknown } from '#server/checks/reliability/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { LogGroupRecord } from '#server/domain/records/log-group-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const GIB = 1024 ** 3

const parameters = z.object({
  maxGib: z.number().min(0).default(10).describe('GiB that a log group without a retention may hold'),
})

function evaluate(
  record: LogGroupRecord,
  _around: Surroundings,
  { maxGib }: z.output<typeof parameters>,
): Verdict {
  if (record.retentionDays.state === 'known') return notApplicable('Its logs expire.')
  const bytes = valueOr<number | null>(record.storedBytes, null)
  const hidden = firstUnseen([
    ['Retention', record.retentionDays],
    ['Stored bytes', record.storedBytes],
  ])
  if (hidden || typeof bytes !== 'number') return unknown(hidden ?? 'How much it holds is not told.')
  const gib = bytes / GIB
  const evidence = [
    { label: 'Stored', value: `${gib.toFixed(1)} GiB` },
    { label: 'Retention', value: 'never expires' },
  ]
  if (gib <= maxGib) return pass(...evidence)
  const summary = `${record.name} holds ${gib.toFixed(1)} GiB, which are paid for every month and never expire.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

export const logStorageUnbounded = defineCheck({
  id: 'log-storage-unbounded',
  title: 'Large log group that only grows',
  group: 'cost',
  kind: 'log-group',
  severity: 'low',
  severityNote: null,
  why: 'Logs without a retention are charged every month for as long as the account lives. Somebody who can make a function log much can make that bill grow.',
  references: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
  ],
  needs: ['log-groups'],
  elsewhere: [],
  risks: ['denial-of-service'],
  parameters,
  evaluate,
  remediate: (record) =>
    retentionChange(
      record,
      90,
      'Set the retention that your rules ask for. What is older is deleted within three days: export what must be kept first.',
    ),
})

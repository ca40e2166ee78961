import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { daysOf } from '#server/detections/facts/days.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { functionOfLogGroup, logGroupOf } from '#server/detections/facts/log-group.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { asNumber } from '#server/domain/json.ts'

const parameters = z.object({
  days: z.number().int().min(1).max(3650).default(14).describe('Days for which logs have to be kept'),
})

const retention = (retentionInDays: number) =>
  callTo('logs')('PutRetentionPolicy', { logGroupName: '/aws/lambda/orders-api', retentionInDays })

export const logRetentionShortened = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'log-retention-shortened',
  title: 'Log kept for few days only',
  severity: 'low',
  why: 'Whoever looks for traces does so weeks later. A retention of a few days deletes them without anybody deleting anything.',
  sources: ['logs.amazonaws.com'],
  names: ['PutRetentionPolicy'],
  techniques: ['T1562.008'],
  falsePositives: 'Costs that are saved on purpose.',
  response: [
    ASK_ACTOR,
    step(
      'Set the retention that was agreed.',
      "aws logs put-retention-policy --log-group-name '<log group>' --retention-in-days 90",
    ),
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
  ],
  needs: ['trail-events'],
  elsewhere: ['EastTimor ct-disruption-cloudwatch'],
  risks: ['inadequate-monitoring'],
  parameters,
  examples: {
    fires: [example('a day for the log of a function', retention(1))],
    quiet: [
      example('90 days', retention(90)),
      example('the call is denied', { ...retention(1), error: 'AccessDeniedException' }),
      example('infrastructure as code sets a week', { ...retention(7), by: 'pipeline' as const }),
    ],
  },
  evaluate: (record, _context, { days }) => {
    const kept = asNumber(field(requestOf(record), 'retentionInDays'))
    if (!happened(record) || !isByPerson(record) || kept === undefined || kept >= days) return undefined
    const group = logGroupOf(record) || 'a log group'
    return actMatch(record, {
      of: group,
      functionName: functionOfLogGroup(group),
      title: `${group} kept for ${daysOf(kept)} only, by ${whoIn(record)}`,
      summary: `${ranIn(record)}: what is older than ${daysOf(kept)} is deleted.`,
      resources: [group],
    })
  },
})

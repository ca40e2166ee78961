import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, repeated } from '#server/detections/example-call.ts'
import { actMatch, brief, whoIn } from '#server/detections/facts/act-match.ts'
import { DAY } from '#server/detections/facts/days.ts'
import { isDenied } from '#server/detections/facts/denied.ts'
import { step } from '#server/detections/facts/response-steps.ts'

const parameters = z.object({
  minimum: z.number().int().min(1).max(100_000).default(60).describe('Denied calls in an hour, at least'),
  factor: z.number().min(1).max(1000).default(10).describe('Times as many as usual'),
  days: z.number().int().min(1).max(60).default(7).describe('Days that say what is usual'),
})

const tried = (minute: number) =>
  callTo('dynamodb')('GetItem', null, { by: 'function', error: 'AccessDenied', minute })

export const denialsRose = defineDetection({
  kind: 'rate',
  group: 'sessions',
  id: 'denials-rose',
  title: 'Far more denied calls than usual',
  severity: 'low',
  why: 'Every account has its share of denials, by programs that lack a right. Ten times as many in an hour are a break-in that is tried, or a deployment that went wrong.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1580'],
  falsePositives: 'Deployments that went wrong.',
  response: [step('Look at the denied calls of the hour, by actor, on the Events page.')],
  references: ['https://attack.mitre.org/techniques/T1580/'],
  needs: ['trail-events'],
  elsewhere: ['Elastic ml_cloudtrail_error_message_spike'],
  risks: ['leaked-credentials', 'improper-exception-handling'],
  parameters,
  examples: {
    fires: [
      example(
        'a hundred after a quiet week',
        callTo('s3')('ListBuckets', null, { minute: 0 }),
        ...repeated(100, (index) => tried(8 * DAY + index / 4)),
      ),
    ],
    quiet: [
      example('a hundred at first', ...repeated(100, (index) => tried(index / 4))),
      example(
        'ten after a quiet week',
        callTo('s3')('ListBuckets', null, { minute: 0 }),
        ...repeated(10, (index) => tried(8 * DAY + index / 4)),
      ),
    ],
  },
  select: (record) => (isDenied(record) ? { key: 'account' } : undefined),
  limit: ({ minimum, factor, days }) => ({ minimum, factor, baselineDays: days }),
  describe: (record, { count, usualPerHour }) =>
    actMatch(record, {
      of: 'denied',
      key: 'account',
      title: `${count} denied calls in an hour in ${record.accountId}`,
      summary: `${count} calls were denied in an hour; usual are ${usualPerHour.toFixed(1)}. The last was ${brief(record.eventName, 80)} of ${whoIn(record)}.`,
    }),
})

import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { functionOfLogGroup, logGroupOf } from '#server/detections/facts/log-group.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('logs')

export const logSubscriptionRemoved = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'log-subscription-removed',
  title: 'Log no longer passed on',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'The subscription takes a log to where it is searched and alarms are raised. Without it the log is written and nobody reads it.',
  sources: ['logs.amazonaws.com'],
  names: ['DeleteSubscriptionFilter'],
  techniques: ['T1562.008'],
  falsePositives: 'Tools that are replaced.',
  response: [
    ASK_ACTOR,
    step(
      'See who still gets the log.',
      "aws logs describe-subscription-filters --log-group-name '<log group>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html'],
  needs: ['trail-events'],
  elsewhere: ['EastTimor ct-disruption-cloudwatch'],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example(
        'a user removes the subscription',
        call('DeleteSubscriptionFilter', { logGroupName: '/aws/lambda/orders-api', filterName: 'siem' }),
      ),
    ],
    quiet: [
      example(
        'the call is denied',
        call(
          'DeleteSubscriptionFilter',
          { logGroupName: 'x', filterName: 'siem' },
          { error: 'AccessDeniedException' },
        ),
      ),
      example('a subscription is made', call('PutSubscriptionFilter', { logGroupName: 'x' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = logGroupOf(record) || 'a log group'
    return actMatch(record, {
      of: target,
      title: `Subscription of ${target} removed by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      functionName: functionOfLogGroup(target),
      ...loweredForAutomation(record, 'low'),
    })
  },
})

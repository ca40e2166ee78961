import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { functionOfLogGroup, logGroupOf } from '#server/detections/facts/log-group.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('logs')

const TELLING = /^\/aws\/(lambda|apigateway|vendedlogs|cloudtrail)|trail|flow-?log|audit/i

export const logGroupDeleted = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'log-group-deleted',
  title: 'Log group or stream deleted',
  severity: 'medium',
  severityNote:
    'Low where infrastructure as code did it, or where it is the log of something other than a function or a trail.',
  why: 'The log of a function is where its faults and its misuse can be read. With the log group goes every trace of what the function did.',
  sources: ['logs.amazonaws.com'],
  names: ['DeleteLogGroup', 'DeleteLogStream'],
  techniques: ['T1562.008', 'T1485', 'T1070'],
  falsePositives: 'Functions that are taken down by hand.',
  response: [
    ASK_ACTOR,
    step('See what the function did before, on its page, and the session on the Events page.'),
  ],
  references: ['https://attack.mitre.org/techniques/T1070/'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic impact_cloudwatch_log_group_deletion',
    'Elastic impact_cloudwatch_log_stream_deletion',
    'Splunk aws_defense_evasion_delete_cloudwatch_log_group',
    'Chronicle aws_delete_cloudwatch_log_group',
  ],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example(
        'the log of a function is deleted',
        call('DeleteLogGroup', { logGroupName: '/aws/lambda/orders-api' }),
      ),
      example(
        'a stream is deleted',
        call('DeleteLogStream', { logGroupName: '/aws/lambda/orders-api', logStreamName: 'x' }),
      ),
    ],
    quiet: [
      example(
        'the call is denied',
        call(
          'DeleteLogGroup',
          { logGroupName: '/aws/lambda/orders-api' },
          { error: 'AccessDeniedException' },
        ),
      ),
      example('a log group is made', call('CreateLogGroup', { logGroupName: '/aws/lambda/orders-api' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = logGroupOf(record) || 'a log group'
    return actMatch(record, {
      of: target,
      title: `${record.eventName === 'DeleteLogStream' ? 'Log stream of' : 'Log group'} ${target} deleted by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      functionName: functionOfLogGroup(target),
      ...(TELLING.test(target)
        ? loweredForAutomation(record, 'low')
        : {
            severity: 'low' as const,
            severityNote: 'It is not the log of a function or of a trail, by its name.',
          }),
    })
  },
})

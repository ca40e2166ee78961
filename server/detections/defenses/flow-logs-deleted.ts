import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('ec2')

/** Ids of flow logs, whichever of its two forms EC2 wrote the request in. */
function flowLogs(request: unknown): string[] {
  return [...new Set(JSON.stringify(request).match(/fl-[0-9a-f]+/g) ?? [])]
}

export const flowLogsDeleted = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'flow-logs-deleted',
  title: 'Flow logs of a VPC deleted',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Flow logs tell with whom functions in a VPC talk. Without them data leaves unseen.',
  sources: ['ec2.amazonaws.com'],
  names: ['DeleteFlowLogs'],
  techniques: ['T1562.008'],
  falsePositives: 'VPCs that are taken down by hand.',
  response: [ASK_ACTOR, step('See which flow logs are left.', 'aws ec2 describe-flow-logs')],
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.VPCFlow.LogsDeleted',
    'Sigma aws_cloudtrail_vpc_flow_logs_deleted',
    'Elastic defense_evasion_ec2_flow_log_deletion',
    'Stratus Red Team aws.defense-evasion.vpc-remove-flow-logs',
    'Tailpipe vpc_flow_log_deleted',
    'StreamAlert cloudtrail_critical_api_calls',
  ],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example(
        'flow logs are deleted',
        call('DeleteFlowLogs', { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-1' } } }),
      ),
    ],
    quiet: [
      example('the call is denied', call('DeleteFlowLogs', null, { error: 'Client.UnauthorizedOperation' })),
      example('somebody looks', call('DescribeFlowLogs')),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined

    const target = brief(flowLogs(requestOf(record)).join(', ') || 'flow logs', 200)
    return actMatch(record, {
      of: target,
      title: `Flow logs deleted by ${whoIn(record)}: ${target}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})

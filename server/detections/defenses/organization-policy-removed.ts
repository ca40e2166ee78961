import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('organizations')

export const organizationPolicyRemoved = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'organization-policy-removed',
  title: 'Guardrail of the organisation removed',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Service control policies stop what no account should do, whatever its own policies say. Without one, the accounts below may do it.',
  sources: ['organizations.amazonaws.com'],
  names: ['DetachPolicy', 'DeletePolicy', 'DisablePolicyType', 'UpdatePolicy'],
  techniques: ['T1562.001', 'T1484'],
  falsePositives: 'Policies that are rewritten by the platform team.',
  response: [
    ASK_ACTOR,
    step(
      'See which policies hold.',
      "aws organizations list-policies-for-target --target-id '<account>' --filter SERVICE_CONTROL_POLICY",
    ),
  ],
  references: ['https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html'],
  needs: ['trail-events'],
  elsewhere: ['EastTimor ct-disruption-organizations'],
  risks: ['ungoverned-assets', 'over-privileged-roles'],
  examples: {
    fires: [example('a policy is detached', call('DetachPolicy', { policyId: 'p-abc', targetId: 'ou-1' }))],
    quiet: [
      example(
        'the call is denied',
        call('DetachPolicy', { policyId: 'p-abc' }, { error: 'AccessDeniedException' }),
      ),
      example('a policy is attached', call('AttachPolicy', { policyId: 'p-abc', targetId: 'ou-1' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = textOf(record, 'policyId') ?? textOf(record, 'policyType') ?? 'a policy'
    return actMatch(record, {
      of: target,
      title: `Policy ${target} of the organisation ${record.eventName === 'UpdatePolicy' ? 'changed' : 'removed'} by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})

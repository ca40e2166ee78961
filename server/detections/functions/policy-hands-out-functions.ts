import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { policyTarget } from '#server/detections/facts/iam-target.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { allowsAction, allowsEverything, allowsEverywhere } from '#server/detections/facts/policy-allows.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { statementsOf } from '#server/detections/facts/statements-of.ts'
import type { PolicyStatement } from '#server/domain/iam/policy-document.ts'

const iam = callTo('iam')
const policy = (...actions: string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] })
const put = (policyDocument: string, more = {}) =>
  iam('PutUserPolicy', { userName: 'alice', policyName: 'extra', policyDocument }, more)

/** How the policy lets its holder run code with the rights of a role that is not the holder's. */
function wayIn(statements: readonly PolicyStatement[]): string | undefined {
  const overwrites = ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration']
  if (allowsEverywhere(statements, 'iam:PassRole') && allowsAction(statements, 'lambda:CreateFunction'))
    return 'iam:PassRole on every role with lambda:CreateFunction'
  const found = overwrites.find((action) => allowsEverywhere(statements, action))
  return found === undefined ? undefined : `${found} on every function`
}

export const policyHandsOutFunctions = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'policy-hands-out-functions',
  title: 'Policy written that lets its holder take functions over',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code wrote it.',
  why: 'Who may overwrite every function, or make one with any role, has the rights of all those roles. It does not look like an administrator in any list.',
  sources: ['iam.amazonaws.com'],
  names: ['CreatePolicy', 'CreatePolicyVersion', 'PutGroupPolicy', 'PutRolePolicy', 'PutUserPolicy'],
  techniques: ['T1484', 'T1078.004', 'T1098.003'],
  falsePositives: 'Policies of those who deploy functions, written by hand.',
  response: [
    ASK_ACTOR,
    step('Narrow it to the functions and roles that are meant, by their ARNs.'),
    step(
      'See the policy as it is now.',
      "aws iam get-policy-version --policy-arn '<policy-arn>' --version-id '<version>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Sentinel AWS_CreatedLambdaPolicytoPrivilegEscalation',
    'Sentinel AWS_CreatedCRUDLambdaPolicytoPrivilegEscalation',
    'Sentinel AWS_PrivilegeEscalationViaLambdaPolicy',
    'Sentinel AWS_PrivilegeEscalationViaCRUDLambdaPolicy',
  ],
  risks: ['over-privileged-roles'],
  examples: {
    fires: [
      example(
        'any role can be passed to a new function',
        put(policy('iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction')),
      ),
      example('everything of Lambda', put(policy('lambda:*'))),
    ],
    quiet: [
      example('functions are invoked and listed', put(policy('lambda:InvokeFunction', 'lambda:List*'))),
      example('administrator, which has a detection of its own', put(policy('*'))),
      example('it is denied', put(policy('lambda:*'), { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const statements = statementsOf(field(requestOf(record), 'policyDocument'))
    const way = allowsEverything(statements) ? undefined : wayIn(statements)
    if (way === undefined) return undefined
    const target = policyTarget(record)
    return actMatch(record, {
      of: target,
      title: `Policy with ${way} written by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${brief(target, 200)} allows ${way}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})

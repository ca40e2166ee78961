import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, principalOf } from '#server/detections/facts/act-match.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { FOLLOW_SESSION, SEE_CONFIGURATION, step } from '#server/detections/facts/response-steps.ts'

const iam = callTo('iam')

export const functionRoleChangesIam = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-role-changes-iam',
  title: 'Rights changed by a function',
  severity: 'high',
  why: 'The credentials of a function made a user, a key or a role, or gave rights to one. Few functions have that task, and it is how injected code gets out of its function.',
  sources: ['iam.amazonaws.com'],
  names: [
    'AddUserToGroup',
    'AttachGroupPolicy',
    'AttachRolePolicy',
    'AttachUserPolicy',
    'CreateAccessKey',
    'CreateLoginProfile',
    'CreatePolicyVersion',
    'CreateRole',
    'CreateUser',
    'PutGroupPolicy',
    'PutRolePolicy',
    'PutUserPolicy',
    'SetDefaultPolicyVersion',
    'UpdateAssumeRolePolicy',
    'UpdateLoginProfile',
  ],
  techniques: ['T1098', 'T1136.003', 'T1078.004'],
  falsePositives:
    'Functions that vend accounts or rotate keys, and custom resources of a stack: put their roles on the allow-list.',
  response: [
    FOLLOW_SESSION,
    step(
      'See what the role of the function may do.',
      "aws iam list-attached-role-policies --role-name '<role>'",
    ),
    SEE_CONFIGURATION,
    step(
      'Until that is clear, let nobody invoke it.',
      'aws lambda put-function-concurrency --function-name <name> --reserved-concurrent-executions 0',
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1098/'],
  needs: ['trail-events'],
  elsewhere: ['Elastic privilege_escalation_iam_privilege_operations_via_lambda_execution_role'],
  risks: ['over-privileged-roles', 'event-data-injection', 'leaked-credentials'],
  examples: {
    fires: [
      example(
        'from inside Lambda',
        iam(
          'AttachRolePolicy',
          { roleName: 'x', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
          { by: 'function' },
        ),
      ),
      within(
        { functionsOfRole: () => [{ name: 'orders-api', region: 'eu-west-1', runtime: 'python3.13' }] },
        example(
          "with the function's credentials, from elsewhere",
          iam('CreateAccessKey', { userName: 'backup' }, { by: 'function', agent: 'aws-cli/2.31.0' }),
        ),
      ),
    ],
    quiet: [
      example('it only looks', iam('ListUsers', null, { by: 'function' })),
      example(
        'it is denied',
        iam('CreateUser', { userName: 'x' }, { by: 'function', error: 'AccessDenied' }),
      ),
      example('a role that is no function', iam('CreateUser', { userName: 'x' }, { by: 'role' })),
    ],
  },
  evaluate: (record, context) => {
    const name = happened(record) ? functionBehind(record, context) : undefined
    if (name === undefined) return undefined
    const target =
      textOf(record, 'userName') ??
      textOf(record, 'roleName') ??
      textOf(record, 'groupName') ??
      textOf(record, 'policyArn')
    const known = record.roleArn === null ? [] : context.functionsOfRole(record.roleArn)
    const at = known.find((one) => one.name === name)
    return actMatch(record, {
      of: name,
      key: `${name} ${principalOf(record)} ${record.eventName}`,
      functionName: name,
      ...(at ? { region: at.region } : {}),
      title: `Rights changed by the function ${brief(name, 80)}`,
      summary: `The role of ${brief(name, 80)} ran ${record.eventName}${target ? ` on ${brief(target, 200)}` : ''}.`,
      resources: target ? [target] : [],
    })
  },
})

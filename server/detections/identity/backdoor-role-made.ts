import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { OTHER_ACCOUNT } from '#server/detections/example-record.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { madeAdmin } from '#server/detections/facts/admin-rights.ts'
import { openedTo, trustIn } from '#server/detections/facts/opened-trust.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { roleUse } from '#server/detections/facts/role-use.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { IAM, iam, trustOf } from './iam-source.ts'

const ROLE = { roleName: 'support' }
const OTHER = { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }
const ADMIN = { ...ROLE, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }
const make = (principal: unknown) =>
  iam('CreateRole', { ...ROLE, assumeRolePolicyDocument: trustOf(principal) })

export const backdoorRoleMade = defineDetection({
  kind: 'sequence',
  group: 'identity',
  id: 'backdoor-role-made',
  title: 'Role of the outside made administrator',
  severity: 'critical',
  why: 'Within a day a role was opened to somebody outside and given the rights to do everything. Together that is a back door to the account.',
  sources: IAM,
  names: ['AttachRolePolicy', 'CreateRole', 'PutRolePolicy', 'UpdateAssumeRolePolicy'],
  techniques: ['T1098.003', 'T1136.003', 'T1199'],
  falsePositives: 'Roles for the administrators of another account of the organisation that is not watched.',
  response: [
    ASK_ACTOR,
    step(
      'Take the rights away at once if nobody stands up for it.',
      "aws iam detach-role-policy --role-name '<role>' --policy-arn '<policy-arn>'",
    ),
    FOLLOW_SESSION,
  ],
  references: ['https://attack.mitre.org/techniques/T1098/003/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.Backdoor.Administrative.IAM.Role.Created.Group',
    'Splunk aws_detect_role_creation',
    'Stratus Red Team aws.persistence.iam-create-backdoor-role',
  ],
  risks: ['over-privileged-roles', 'broken-authentication'],
  windowMs: DAY_MS,
  steps: [
    {
      title: 'a role is made or changed so that the outside may assume it',
      select: (record, context) =>
        openedTo(trustIn(record), record, context) ? textOf(record, 'roleName') : undefined,
    },
    {
      title: 'the role gets administrator rights',
      select: (record) => madeAdmin(record)?.replace(/^role /, ''),
    },
  ],
  examples: {
    fires: [
      example(
        'made and given AdministratorAccess',
        make(OTHER),
        iam('AttachRolePolicy', ADMIN, { minute: 2 }),
      ),
    ],
    quiet: [
      example(
        'a role for Lambda',
        make({ Service: 'lambda.amazonaws.com' }),
        iam('AttachRolePolicy', ADMIN, { minute: 2 }),
      ),
      example(
        'rights to read',
        make(OTHER),
        iam(
          'AttachRolePolicy',
          { ...ROLE, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
          { minute: 2 },
        ),
      ),
      example(
        'another role',
        make(OTHER),
        iam('AttachRolePolicy', { ...ADMIN, roleName: 'deploy' }, { minute: 2 }),
      ),
    ],
  },
  describe: (record, _stretch, context) => {
    const role = textOf(record, 'roleName') ?? 'a role'
    const { evidence } = roleUse(record, context)
    return actMatch(record, {
      of: role,
      key: role,
      title: `Role ${role} of the outside made administrator`,
      summary: `Within a day ${role} was opened to the outside and given administrator rights; the last step was ${record.eventName} by ${whoIn(record)}.`,
      resources: [role],
      evidence,
    })
  },
})

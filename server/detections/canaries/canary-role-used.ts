import { type DetectionContext, defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { requestOf } from '#server/detections/facts/parameters.ts'
import { FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const CANARY = 'payroll-admin'
const ARN = `arn:aws:iam::111122223333:role/${CANARY}`
const marked = {
  canaryOf: (kind: string, _accountId: string, name: string) =>
    kind === 'role' && name === CANARY ? 'Nobody assumes it.' : undefined,
}
const session = {
  userIdentity: {
    type: 'AssumedRole',
    arn: `arn:aws:sts::111122223333:assumed-role/${CANARY}/x`,
    accountId: '111122223333',
    sessionContext: { sessionIssuer: { type: 'Role', arn: ARN, userName: CANARY } },
  },
}

type Canary = { name: string; note: string; isUse: boolean }

const ACCOUNT_LENGTH = 12

/** Reads a role's ARN by the places of its parts, as every record that a role makes comes by here. */
function canaryAt(arn: unknown, isUse: boolean, context: DetectionContext): Canary | undefined {
  if (typeof arn !== 'string') return undefined
  const at = arn.indexOf(':role/')
  if (at < ACCOUNT_LENGTH) return undefined
  const name = arn.slice(arn.lastIndexOf('/') + 1)
  const note = context.canaryOf('role', arn.slice(at - ACCOUNT_LENGTH, at), name)
  return note === undefined ? undefined : { name, note, isUse }
}

/** The canary that a record uses, tries to use, passes on or changes; what only reads a role touches none. */
function canaryIn(record: TrailRecord, context: DetectionContext): Canary | undefined {
  const own = canaryAt(record.roleArn, true, context)
  const isAssumed = record.eventName.startsWith('AssumeRole')
  if (own || (record.readOnly === true && !isAssumed)) return own
  const request = requestOf(record)
  const named = canaryAt(request.roleArn ?? request.role, isAssumed, context)
  if (named || record.eventSource !== 'iam.amazonaws.com') return named
  const name = asText(request.roleName)
  const note = name === undefined ? undefined : context.canaryOf('role', record.accountId, name)
  return name === undefined || note === undefined ? undefined : { name, note, isUse: false }
}

export const canaryRoleUsed = defineDetection({
  kind: 'single',
  group: 'canaries',
  id: 'canary-role-used',
  title: 'Canary role used',
  severity: 'critical',
  severityNote: 'High where the call was denied, or where the role was changed or passed and not used.',
  why: 'Nobody has a reason to use this role: it is there to be found. Whoever does is trying what the credentials that they hold are good for.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1078.004', 'T1548.005'],
  falsePositives:
    'The deployment that makes and changes the role: put it on the allow-list. What only reads the role is left out.',
  response: [
    FOLLOW_SESSION,
    step('See who assumed the role, and what else that principal did, in all regions.'),
    step(
      'To end its sessions, deny what was issued before now.',
      "aws iam put-role-policy --role-name '<role>' --policy-name RevokeOlderSessions --policy-document file://revoke.json",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1078/004/'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['leaked-credentials'],
  examples: {
    fires: [
      within(
        marked,
        example('it is assumed', callTo('sts')('AssumeRole', { roleArn: ARN, roleSessionName: 'x' })),
      ),
      within(
        marked,
        example(
          'a try that is denied',
          callTo('sts')('AssumeRole', { roleArn: ARN }, { error: 'AccessDenied' }),
        ),
      ),
      within(
        marked,
        example('its session lists buckets', callTo('s3')('ListBuckets', null, { more: session })),
      ),
      within(
        marked,
        example(
          'it is passed to a function',
          callTo('lambda')('CreateFunction20150331', { functionName: 'x', role: ARN }),
        ),
      ),
    ],
    quiet: [
      within(
        marked,
        example(
          'another role',
          callTo('sts')('AssumeRole', {
            roleArn: 'arn:aws:iam::111122223333:role/support',
            roleSessionName: 'x',
          }),
        ),
      ),
      within(marked, example('somebody reads it', callTo('iam')('GetRole', { roleName: CANARY }))),
      example('nothing is marked', callTo('sts')('AssumeRole', { roleArn: ARN })),
    ],
  },
  evaluate: (record, context) => {
    const canary = canaryIn(record, context)
    if (!canary) return undefined
    const { name, note, isUse } = canary
    const isMild = !isUse || record.errorCode !== null
    return actMatch(record, {
      of: name,
      title: `Canary role ${name} ${isUse ? 'used' : 'touched'} by ${whoIn(record)}`,
      summary: `${ranIn(record)} on ${record.eventSource}${record.errorCode === null ? '' : `, which failed: ${brief(record.errorCode, 80)}`}.`,
      resources: [name],
      evidence: [{ label: 'Note of the canary', value: note }],
      ...(isMild ? { severity: 'high', severityNote: 'The call failed, or it did not use the role.' } : {}),
    })
  },
})

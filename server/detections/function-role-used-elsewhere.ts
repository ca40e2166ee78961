import { asObject, asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail-record.ts'
import { type DetectionContext, type DetectionMatch, defineDetection } from './define-detection.ts'

/** Lambda's runtimes name themselves so; calls that AWS makes with the role name a service instead. */
const FROM_LAMBDA = /exec-env\/AWS_Lambda|AWS_Lambda_|lambda\.amazonaws\.com/i

function roleArnOf(record: TrailRecord): string | undefined {
  const session = asObject(asObject(record.raw.userIdentity).sessionContext)
  return asText(asObject(session.sessionIssuer).arn)
}

function evaluate(record: TrailRecord, context: DetectionContext): DetectionMatch | undefined {
  if (record.actorType !== 'role' || record.tool === 'service' || !record.sourceIp) return undefined
  if (record.sourceIp.endsWith('.amazonaws.com') || record.sourceIp === 'AWS Internal') return undefined
  const roleArn = roleArnOf(record)
  const functions = roleArn ? context.functionsOfRole(roleArn) : []
  const session = record.actorArn.split('/').at(-1) ?? ''
  const functionName = functions.find((name) => name === session)
  if (!functionName || FROM_LAMBDA.test(record.userAgent ?? '')) return undefined
  return {
    title: `Credentials of ${functionName} used outside Lambda`,
    summary: `The session of ${functionName}'s role called ${record.eventName} from ${record.sourceIp} with a client that is not Lambda's.`,
    key: functionName,
    functionName,
    evidence: [
      { label: 'Session', value: record.actorArn },
      { label: 'Access key', value: record.accessKeyId ?? 'not recorded' },
      { label: 'Source address', value: record.sourceIp },
      { label: 'User agent', value: record.userAgent ?? 'not recorded' },
    ],
  }
}

export const functionRoleUsedElsewhere = defineDetection({
  id: 'function-role-used-elsewhere',
  title: "A function's credentials used outside Lambda",
  severity: 'critical',
  why: 'The credentials of an execution role leave the function only when its code or its environment leaked them. Whoever holds them has all the rights of the role until they expire.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1552.005', 'T1078.004'],
  falsePositives: 'Developers who copy credentials out of a function to debug it.',
  response: [
    {
      text: 'Revoke the sessions of the role that began before now.',
      command:
        'aws iam put-role-policy --role-name <role> --policy-name RevokeOlderSessions --policy-document file://revoke.json',
    },
    { text: 'List what the session did, on the Events page, by its access key.', command: null },
    { text: 'Find the leak: environment dumps, verbose errors, server-side request forgery.', command: null },
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html'],
  needs: ['trail-events', 'functions'],
  elsewhere: ['GuardDuty UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration (EC2 only)'],
  risks: ['leaked-credentials'],
  evaluate,
})

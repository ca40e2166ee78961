import {
  type DetectionContext,
  type DetectionMatch,
  defineDetection,
  type RoleFunction,
} from '#server/detections/define-detection.ts'
import { asObject, asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** Lambda's runtimes name themselves so in every SDK's user agent. */
const FROM_LAMBDA = /exec-env\/AWS_Lambda_/
const SDK =
  /^(aws-sdk-|boto3?\/|botocore\/|aws-fluent|smithy-|aws-xray-|xray[-_]?daemon|xray-agent|opentelemetry-collector)/i
/** SDKs of compiled languages: extensions and the X-Ray daemon are written with them and do not name the runtime. */
const COMPILED = /^(aws-sdk-(go|rust|cpp)|aws-xray-|xray|smithy-|opentelemetry-collector)/i
/** Systems and tools that no execution environment of Lambda has. */
const NEVER_IN_LAMBDA =
  /windows|macos|darwin|mac_os|kali|ubuntu|debian|arch[-_]?linux|microsoft-standard-wsl/i

/**
 * Whether a client may be part of an execution environment: it says so, or it belongs to those that do not say it.
 * Source: Lambda Developer Guide, AWS_EXECUTION_ENV, which OS-only runtimes and extensions do not pass on.
 */
function mayBeLambda(recorded: string, { runtime }: RoleFunction): boolean {
  const userAgent = recorded.replace(/^\[/, '')
  if (FROM_LAMBDA.test(userAgent)) return true
  if (!SDK.test(userAgent) || NEVER_IN_LAMBDA.test(userAgent)) return false
  return COMPILED.test(userAgent) || (runtime?.startsWith('provided') ?? false)
}

function roleArnOf(record: TrailRecord): string | undefined {
  const session = asObject(asObject(record.raw.userIdentity).sessionContext)
  return asText(asObject(session.sessionIssuer).arn)
}

/** AWS services that act on the role's behalf name themselves as caller, address or invoker. */
function isByService(record: TrailRecord): boolean {
  if (record.tool === 'service' || asText(asObject(record.raw.userIdentity).invokedBy)) return true
  return record.sourceIp === 'AWS Internal' || /\.amazonaws\.com(\.cn)?$/.test(record.sourceIp ?? '')
}

function evaluate(record: TrailRecord, context: DetectionContext): DetectionMatch | undefined {
  if (record.actorType !== 'role' || !record.sourceIp || isByService(record)) return undefined
  const roleArn = roleArnOf(record)
  const session = record.actorArn.split('/').at(-1) ?? ''
  const named = (roleArn ? context.functionsOfRole(roleArn) : []).filter(({ name }) => name === session)
  const found = named.find(({ region }) => region === record.region) ?? named[0]
  if (!found || named.some((one) => mayBeLambda(record.userAgent ?? '', one))) return undefined
  const functionName = found.name
  return {
    title: `Credentials of ${functionName} used outside Lambda`,
    summary: `The session of ${functionName}'s role called ${record.eventName} from ${record.sourceIp} with a client that is not Lambda's.`,
    key: functionName,
    functionName,
    region: found.region,
    evidence: [
      { label: 'Session', value: record.actorArn },
      { label: 'Access key', value: record.accessKeyId ?? 'not recorded' },
      { label: 'Source address', value: record.sourceIp },
      { label: 'User agent', value: record.userAgent ?? 'not recorded' },
    ],
  }
}

export const functionRoleUsedElsewhere = defineDetection({
  kind: 'single',
  group: 'sessions',
  id: 'function-role-used-elsewhere',
  title: "A function's credentials used outside Lambda",
  severity: 'critical',
  why: 'The credentials of an execution role leave the function only when its code or its environment leaked them. Whoever holds them has all the rights of the role until they expire.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1552.005', 'T1078.004'],
  falsePositives:
    "Developers who copy a function's credentials to debug it, or assume its role with its name as session name; tools in a layer that are no SDK, such as curl with signed requests. SDKs for Go, Rust and C++ do not name the runtime, as in extensions and the X-Ray daemon, so they count as Lambda unless they name a system that Lambda does not run.",
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
  examples: {
    fires: [
      {
        title: "the function's session is used from a laptop",
        context: {
          functionsOfRole: () => [{ name: 'orders-api', region: 'eu-west-1', runtime: 'python3.13' }],
        },
        records: [
          { source: 's3', name: 'ListBuckets', by: 'function', agent: 'aws-cli/2.31.0 os/macos#24.6' },
        ],
      },
    ],
    quiet: [
      {
        title: 'the function itself calls',
        context: {
          functionsOfRole: () => [{ name: 'orders-api', region: 'eu-west-1', runtime: 'python3.13' }],
        },
        records: [{ source: 's3', name: 'ListBuckets', by: 'function' }],
      },
    ],
  },
  evaluate,
})

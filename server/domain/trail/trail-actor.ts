import { type Arn, parseArn } from '#server/domain/arn.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { ActorType } from './trail-record.ts'

export type TrailActor = {
  type: ActorType
  arn: string
  name: string
  sessionKey: string | null
  accessKeyId: string | null
  /** Of a session, or of a role that acts by itself. */
  roleArn: string | null
}

/**
 * Who made a call, from a CloudTrail record. `accountId` is the account that the record belongs to. A session that Identity
 * Center began for a person is `federated`; one of any other role is `role`, whoever assumed it.
 * Source: CloudTrail userIdentity element.
 */
export function trailActor(record: JsonObject, accountId: string): TrailActor {
  const identity = asObject(record.userIdentity)
  const issuer = asObject(asObject(identity.sessionContext).sessionIssuer)
  const arn = asText(identity.arn) ?? ''
  const parsed = arn === '' ? undefined : parseArn(arn)
  const principalId = asText(identity.principalId)
  const accessKeyId = asText(identity.accessKeyId) ?? null
  const service = serviceOf(identity)
  const kind = KINDS[asText(identity.type) ?? ''] ?? kindOfArn(parsed)
  const type = service && kind === undefined ? 'service' : actorType(identity, kind, parsed, accountId)
  const isSession = identity.type === 'AssumedRole' || (kind === 'role' && parsed?.service === 'sts')
  const [, roleOfArn, ...session] = parsed?.resource.split('/') ?? []
  const roleName = asText(issuer.userName) ?? roleOfArn
  const name = service
    ? service
    : isSession && roleName
      ? [roleName, session.join('/') || principalId?.split(':')[1]].filter(Boolean).join('/')
      : (asText(identity.userName) ??
        NAMES[type] ??
        asText(parsed?.resource.split('/').pop()) ??
        asText(principalId?.split(':').pop()) ??
        'unknown')
  return {
    type: type === 'role' && isSession && SINGLE_SIGN_ON.test(roleName ?? '') ? 'federated' : type,
    arn: arn || service || (type === 'anonymous' ? 'anonymous' : principalId) || '',
    name,
    sessionKey: accessKeyId ?? (isSession || principalId?.includes(':') ? (principalId ?? null) : null),
    accessKeyId,
    roleArn: asText(issuer.arn) ?? (kind === 'role' && parsed?.service === 'iam' ? arn : null),
  }
}

const SINGLE_SIGN_ON = /^AWSReservedSSO_/
const ANONYMOUS = /^anonymous/i

const NAMES: Partial<Record<ActorType, string>> = { root: 'root', anonymous: 'anonymous' }

const KINDS: Record<string, ActorType> = {
  AWSService: 'service',
  AWSAccount: 'other-account',
  Root: 'root',
  IAMUser: 'user',
  AssumedRole: 'role',
  Role: 'role',
  FederatedUser: 'federated',
  SAMLUser: 'federated',
  WebIdentityUser: 'federated',
  IdentityCenterUser: 'federated',
}

/** What an ARN says of a principal whose type is missing or new. */
function kindOfArn(arn: Arn | undefined): ActorType | undefined {
  if (arn === undefined) return undefined
  const [kind] = arn.resource.split('/')
  if (arn.service === 'sts') {
    if (kind === 'assumed-role') return 'role'
    return kind === 'federated-user' ? 'federated' : undefined
  }
  if (arn.service !== 'iam') return undefined
  return kind === 'user' || kind === 'role' || kind === 'root' ? kind : undefined
}

function serviceOf(identity: JsonObject): string | undefined {
  if (identity.type !== 'AWSService' && identity.arn !== undefined) return undefined
  return asText(identity.invokedBy)
}

function actorType(
  identity: JsonObject,
  kind: ActorType | undefined,
  arn: Arn | undefined,
  accountId: string,
): ActorType {
  if (kind === undefined || kind === 'service') return kind ?? 'unknown'
  const owner = asText(identity.accountId) ?? arn?.accountId
  if (ANONYMOUS.test(owner ?? '') || ANONYMOUS.test(asText(identity.principalId) ?? '')) return 'anonymous'
  const foreign = owner !== undefined && /^\d{12}$/.test(owner) && owner !== accountId
  if (foreign) return 'other-account'
  return kind === 'other-account' ? 'unknown' : kind
}

import { parseArn } from '#server/domain/arn.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { ActorType } from './trail-record.ts'

export type TrailActor = {
  type: ActorType
  arn: string
  name: string
  sessionKey: string | null
  accessKeyId: string | null
}

/**
 * Who made a call, from a CloudTrail record. `accountId` is the account that the record belongs to.
 * Source: CloudTrail userIdentity element.
 */
export function trailActor(record: JsonObject, accountId: string): TrailActor {
  const identity = asObject(record.userIdentity)
  const issuer = asObject(asObject(identity.sessionContext).sessionIssuer)
  const arn = asText(identity.arn) ?? ''
  const principalId = asText(identity.principalId)
  const accessKeyId = asText(identity.accessKeyId) ?? null
  const service = serviceOf(identity)
  const type = actorType(identity, arn, accountId, service)
  const session = parseArn(arn)?.resource.split('/').slice(2).join('/')
  const roleName = asText(issuer.userName) ?? parseArn(arn)?.resource.split('/')[1]
  const isSession = asText(identity.type) === 'AssumedRole'
  const name = service
    ? service
    : isSession && roleName
      ? [roleName, session || principalId?.split(':')[1]].filter(Boolean).join('/')
      : (asText(identity.userName) ??
        (type === 'root' ? 'root' : undefined) ??
        lastOf(arn) ??
        principalId?.split(':').pop() ??
        'unknown')
  return {
    type,
    arn: arn || service || principalId || '',
    name,
    sessionKey: accessKeyId ?? (isSession || principalId?.includes(':') ? (principalId ?? null) : null),
    accessKeyId,
  }
}

function serviceOf(identity: JsonObject): string | undefined {
  if (identity.type !== 'AWSService' && identity.arn !== undefined) return undefined
  return asText(identity.invokedBy)
}

function actorType(identity: JsonObject, arn: string, accountId: string, service?: string): ActorType {
  const owner = asText(identity.accountId) ?? parseArn(arn)?.accountId
  const foreign = owner !== undefined && /^\d{12}$/.test(owner) && owner !== accountId
  switch (identity.type) {
    case 'AWSService':
      return 'service'
    case 'AWSAccount':
      return foreign ? 'other-account' : 'unknown'
    case 'Root':
      return foreign ? 'other-account' : 'root'
    case 'IAMUser':
      return foreign ? 'other-account' : 'user'
    case 'AssumedRole':
    case 'Role':
      return foreign ? 'other-account' : 'role'
    case 'FederatedUser':
    case 'SAMLUser':
    case 'WebIdentityUser':
    case 'IdentityCenterUser':
      return foreign ? 'other-account' : 'federated'
    default:
      return service ? 'service' : 'unknown'
  }
}

function lastOf(arn: string): string | undefined {
  return asText(parseArn(arn)?.resource.split('/').pop())
}

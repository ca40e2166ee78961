import { awsIdFrom, uuidFrom } from '#demo/estate/prng.ts'
import type { Act, Actor } from './act.ts'

/** A number that tells acts of the same kind and time apart. */
export function eventIdOf(act: Act): string {
  return uuidFrom(
    'event',
    act.actor.accountId,
    act.region,
    act.timeMs,
    act.name,
    act.actor.name,
    act.resources[0]?.name ?? '',
  )
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

function sessionAttributes(actor: Actor) {
  return { creationDate: iso(actor.sessionStartedMs ?? 0), mfaAuthenticated: actor.mfa ? 'true' : 'false' }
}

function userIdentity(actor: Actor): Record<string, unknown> {
  const { accountId } = actor
  if (actor.kind === 'service' && actor.federatedBy) {
    return {
      type: 'WebIdentityUser',
      principalId: `${actor.federatedBy}:sts.amazonaws.com:${actor.name}`,
      userName: actor.name,
      identityProvider: actor.federatedBy,
    }
  }
  if (actor.kind === 'service') return { type: 'AWSService', invokedBy: actor.invokedBy }
  if (actor.kind === 'iam-user') {
    return {
      type: 'IAMUser',
      principalId: awsIdFrom('AIDA', accountId, actor.name),
      arn: `arn:aws:iam::${accountId}:user/${actor.name}`,
      accountId,
      ...(actor.accessKeyId ? { accessKeyId: actor.accessKeyId } : {}),
      userName: actor.name,
      ...(actor.console && actor.accessKeyId
        ? { sessionContext: { attributes: sessionAttributes(actor) } }
        : {}),
    }
  }
  const principalId = awsIdFrom('AROA', accountId, actor.name)
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${actor.session}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${actor.name}/${actor.session}`,
    accountId,
    ...(actor.accessKeyId ? { accessKeyId: actor.accessKeyId } : {}),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId,
        arn: `arn:aws:iam::${accountId}:role${actor.rolePath ?? '/'}${actor.name}`,
        accountId,
        userName: actor.name,
      },
      ...(actor.federatedBy
        ? { webIdFederationData: { federatedProvider: actor.federatedBy, attributes: {} } }
        : {}),
      attributes: sessionAttributes(actor),
    },
    ...(actor.invokedBy ? { invokedBy: actor.invokedBy } : {}),
  }
}

/** The full CloudTrail record of an act, as in "CloudTrail record contents" of the user guide. */
export function toRecord(act: Act): Record<string, unknown> {
  const { actor } = act
  const type = act.eventType ?? 'AwsApiCall'
  const service = act.source.split('.')[0]
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(actor),
    eventTime: iso(act.timeMs),
    eventSource: act.source,
    eventName: act.name,
    awsRegion: act.region,
    sourceIPAddress: actor.ip,
    userAgent: actor.agent,
    ...(act.error ?? {}),
    requestParameters: act.parameters ?? null,
    responseElements: act.response ?? null,
    ...(act.extra ?? {}),
    ...(type === 'AwsApiCall' ? { requestID: uuidFrom('request', eventIdOf(act)) } : {}),
    eventID: eventIdOf(act),
    readOnly: act.readOnly,
    ...(act.source === 'sts.amazonaws.com' && act.resources.length > 0
      ? { resources: act.resources.map((r) => ({ accountId: actor.accountId, type: r.type, ARN: r.arn })) }
      : {}),
    eventType: type,
    managementEvent: true,
    recipientAccountId: actor.accountId,
    eventCategory: 'Management',
    ...(actor.kind === 'service' && !actor.federatedBy
      ? {}
      : {
          tlsDetails: {
            tlsVersion: 'TLSv1.3',
            cipherSuite: 'TLS_AES_128_GCM_SHA256',
            clientProvidedHostHeader: `${service}.${act.region}.amazonaws.com`,
          },
        }),
    ...(actor.console && type === 'AwsApiCall' ? { sessionCredentialFromConsole: 'true' } : {}),
  }
}

/** The actor's name as LookupEvents' Username shows it. */
export function usernameOf(actor: Actor): string | undefined {
  if (actor.kind === 'service' && !actor.federatedBy) return undefined
  return actor.kind === 'assumed-role' ? actor.session : actor.name
}

import { asObject, asText, asTime, type JsonObject, parseJson } from '#server/domain/json.ts'
import type { ChainRecord, Mfa } from './chain.ts'

export const identityOf = (record: ChainRecord): JsonObject => asObject(record.raw.userIdentity)
const requestOf = (record: ChainRecord): JsonObject => asObject(record.raw.requestParameters)
const responseOf = (record: ChainRecord): JsonObject => asObject(record.raw.responseElements)

export const sessionOf = (record: ChainRecord): JsonObject => asObject(identityOf(record).sessionContext)

/** When the session of a record's actor was opened (epoch ms). */
export function sessionCreatedMs(record: ChainRecord): number | undefined {
  const at = Date.parse(asTime(asObject(sessionOf(record).attributes).creationDate) ?? '')
  return Number.isNaN(at) ? undefined : at
}

/** The access key that a call gave out: of a session, or of a user for good. */
export function issuedKey(record: ChainRecord): string | undefined {
  const response = responseOf(record)
  return (
    asText(asObject(response.credentials).accessKeyId) ?? asText(asObject(response.accessKey).accessKeyId)
  )
}

/** The session that a call opened. */
export function issuedSession(record: ChainRecord): string | undefined {
  if (record.eventName === 'SwitchRole') return record.actorArn
  return asText(asObject(responseOf(record).assumedRoleUser).arn)
}

/** Who a role was changed from in the console. Source: CloudTrail, SwitchRole events. */
export function switchedFrom(record: ChainRecord): string | undefined {
  return asText(asObject(record.raw.additionalEventData).SwitchFrom)
}

/** The role and the session name that a call asked for. */
export function askedFor(record: ChainRecord): { role: string | undefined; session: string | undefined } {
  const { roleArn, roleSessionName } = requestOf(record)
  return { role: asText(roleArn), session: asText(roleSessionName) }
}

/** The identity provider that vouched for the caller, as far as the record or its session says. */
export function providerOf(record: ChainRecord): string | undefined {
  const federation = asObject(sessionOf(record).webIdFederationData)
  return (
    asText(identityOf(record).identityProvider) ??
    asText(federation.federatedProvider) ??
    asText(requestOf(record).principalArn)
  )
}

/** Roles that IAM Identity Center makes. Source: IAM Identity Center user guide, permission sets. */
export function isIdentityCenterRole(text: string | undefined): boolean {
  return text !== undefined && /\/AWSReservedSSO_/.test(text)
}

/** What the access portal says of an account that was opened: who and which role. */
export function portalDetails(record: ChainRecord): { person: string | undefined; role: string | undefined } {
  const details = record.raw.serviceEventDetails
  const read = asObject(typeof details === 'string' ? parseJson(details) : details)
  const request = requestOf(record)
  const role = asText(read.role_name) ?? asText(request.roleName) ?? asText(request.role_name)
  return { person: asText(identityOf(record).userName), role }
}

export function isSuccess(record: ChainRecord): boolean {
  if (record.errorCode !== null) return false
  const { ConsoleLogin, UserAuthentication, SwitchRole } = responseOf(record)
  return [ConsoleLogin, UserAuthentication, SwitchRole].every(
    (said) => said === undefined || said === 'Success',
  )
}

/** Whether a second factor was given. Of a federated session AWS cannot know: its provider asks for it. */
export function mfaOf(record: ChainRecord): Mfa {
  const { MFAUsed } = asObject(record.raw.additionalEventData)
  const isFederated =
    isIdentityCenterRole(record.actorArn) ||
    providerOf(record) !== undefined ||
    record.actorType === 'federated'
  if (MFAUsed === 'Yes') return 'yes'
  if (asText(requestOf(record).serialNumber)) return 'yes'
  if (isFederated) return 'unknown'
  if (MFAUsed === 'No') return 'no'
  const { mfaAuthenticated } = asObject(sessionOf(record).attributes)
  if (mfaAuthenticated === true || mfaAuthenticated === 'true') return 'yes'
  if (record.actorType === 'user' || record.actorType === 'root') return 'no'
  return 'unknown'
}

import { asObject, asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { field, responseOf } from './parameters.ts'

const HIDDEN_NAME = /^HIDDEN_DUE_TO_SECURITY_REASONS$/

/** How a sign-in to the console ended; undefined where the record is none. Source: CloudTrail, console sign-in events. */
export function signInOutcome(record: TrailRecord): 'success' | 'failure' | undefined {
  if (record.eventName !== 'ConsoleLogin') return undefined
  const said = asText(field(responseOf(record), 'ConsoleLogin'))
  if (said === 'Success') return 'success'
  return said === 'Failure' || record.errorMessage !== null ? 'failure' : undefined
}

/** The user name that was given; CloudTrail hides it where nobody of that name exists, since it may be a password. */
export function signInUser(record: TrailRecord): string {
  const name = asText(asObject(record.raw.userIdentity).userName) ?? record.actorName
  if (HIDDEN_NAME.test(name)) return 'a name that does not exist'
  return record.actorType === 'root' ? 'root' : name
}

/** Whether the sign-in page asked for a second factor; a federated person gave it elsewhere, if at all. */
export function usedMfa(record: TrailRecord): boolean {
  return field(record.raw.additionalEventData, 'MFAUsed') === 'Yes'
}

/** Whether the session behind a call was opened with a second factor. */
export function hasMfa(record: TrailRecord): boolean {
  const session = asObject(asObject(record.raw.userIdentity).sessionContext)
  const mfa = asObject(session.attributes).mfaAuthenticated
  return mfa === true || mfa === 'true'
}

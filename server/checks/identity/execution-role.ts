import type { RoleAccess } from '#server/domain/access/access.ts'
import { asFarAsSeen } from '#server/domain/access/as-far-as-seen.ts'
import { Holdings } from '#server/domain/access/risks/holdings.ts'
import { compileTrust } from '#server/domain/access/trusted-by.ts'
import type { Field } from '#server/domain/field.ts'
import { type PrincipalPolicies, principalPolicies } from '#server/domain/iam/principal-policies.ts'
import { ownedByAws, trustsLambda } from '#server/domain/posture/platform-made.ts'
import type { NamedFunction, Surroundings } from '#server/domain/posture/surroundings.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import type { Evidence, Verdict } from '#server/domain/verdict.ts'

/** Why a field cannot be judged, ready to stand after a colon. */
export function whyUnseen(field: Field<unknown> | undefined): string {
  if (field === undefined) return 'not collected yet'
  if (field.state === 'denied') return `${field.permission} was denied`
  return field.state === 'failed' ? field.reason : 'there is none'
}

export const notApplicable = (reason: string): Verdict => ({ state: 'not applicable', reason })
export const unknown = (reason: string): Verdict => ({ state: 'unknown', reason })
export const pass = (label: string, value: string): Verdict => ({
  state: 'pass',
  evidence: [{ label, value }],
})

const principals = new WeakMap<RoleRecord | UserRecord, PrincipalPolicies>()

/** The policies of a role or user without SCPs, made ready once for a record. */
export function policiesOf(record: RoleRecord | UserRecord): PrincipalPolicies {
  const found = principals.get(record) ?? principalPolicies(record, { state: 'none' })
  principals.set(record, found)
  return found
}

const held = new WeakMap<RoleAccess, Holdings>()

/** What a role holds action by action: of its own policies, less the actions that SCPs take away. */
export function holdingsOf(record: RoleRecord, access: RoleAccess): Holdings {
  const found = held.get(access) ?? new Holdings(asFarAsSeen(policiesOf(record)), access.permissions)
  held.set(access, found)
  return found
}

/** Why no function can run as a role, or why nobody knows; undefined where one does or might. */
function outOfScope(record: RoleRecord, around: Surroundings): Verdict | undefined {
  const owned = ownedByAws(record)
  if (owned !== null) return notApplicable(owned)
  const functions = around.functionsOfRole(record.arn)
  if (functions.state === 'known' && functions.value.length > 0) return undefined
  if (trustsLambda(record)) return undefined
  if (!compileTrust(record))
    return unknown(`Whether functions can run as it: ${whyUnseen(record.trustPolicy)}.`)
  return notApplicable('No function runs as it, and Lambda may not assume it.')
}

export type SeenRole = { access: RoleAccess; functions: readonly NamedFunction[] }
type Judge = (seen: SeenRole) => Verdict

const TAKES_AWAY_ONLY = /^(?:permissions boundary|service control policies)\b/

/** What of the permissions could not be read and may hold more. */
const hiddenGrants = ({ access }: SeenRole) =>
  access.permissions.unseen.filter((text) => !TAKES_AWAY_ONLY.test(text))

function withUnseenLimits(evidence: Evidence[], { access }: SeenRole): Evidence[] {
  const limits = access.permissions.unseen.filter((text) => TAKES_AWAY_ONLY.test(text))
  return limits.length === 0
    ? evidence
    : [...evidence, { label: 'Not seen, may take some of it back', value: limits.join('; ') }]
}

/**
 * Judges a role that functions run as by what it may do. Nothing passes while policies of its own could not be read; what
 * is seen to fail does so, as a boundary or SCP that was not read can only take away.
 */
export function judgePermissions(record: RoleRecord, around: Surroundings, judge: Judge): Verdict {
  const outside = outOfScope(record, around)
  if (outside) return outside
  const access = around.access(record.arn)
  if (access.state !== 'known') return unknown(`What it may do is not known: ${whyUnseen(access)}.`)
  const functions = around.functionsOfRole(record.arn)
  const seen = { access: access.value, functions: functions.state === 'known' ? functions.value : [] }
  const verdict = judge(seen)
  if (verdict.state === 'fail') return { ...verdict, evidence: withUnseenLimits(verdict.evidence, seen) }
  const hidden = hiddenGrants(seen)
  if (verdict.state !== 'pass' || hidden.length === 0) return verdict
  return unknown(`Not all of its policies could be read: ${hidden.join('; ')}.`)
}

/** Judges a role that functions run as by who may assume it; unknown where its trust policy cannot be read. */
export function judgeTrust(record: RoleRecord, around: Surroundings, judge: Judge): Verdict {
  const outside = outOfScope(record, around)
  if (outside) return outside
  if (!compileTrust(record))
    return unknown(`The trust policy could not be read: ${whyUnseen(record.trustPolicy)}.`)
  const access = around.access(record.arn)
  if (access.state !== 'known') return unknown(`Who may assume it is not known: ${whyUnseen(access)}.`)
  const functions = around.functionsOfRole(record.arn)
  return judge({ access: access.value, functions: functions.state === 'known' ? functions.value : [] })
}

/** Judges a role that functions run as by its own settings. */
export function judgeSettings(record: RoleRecord, around: Surroundings, judge: () => Verdict): Verdict {
  return outOfScope(record, around) ?? judge()
}

/** Said of an administrator wherever a narrower check would only repeat it. */
export const ADMINISTRATOR = notApplicable(
  'It may do everything: role-admin-policy or role-allows-everything says so.',
)

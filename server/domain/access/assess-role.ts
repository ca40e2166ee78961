import type { ActionTable } from '#server/domain/iam/action-table.ts'
import type { PrincipalPolicies } from '#server/domain/iam/principal-policies.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { severityRank } from '#server/domain/severity.ts'
import type { AccessRisk, EffectivePermissions, RoleAccess } from './access.ts'
import { asFarAsSeen } from './as-far-as-seen.ts'
import { broadTrustRisks } from './risks/broad-trust.ts'
import { escalationRisks } from './risks/escalation.ts'
import { credentialRisks, exfiltrationRisks } from './risks/exposure.ts'
import { Holdings } from './risks/holdings.ts'
import { permissionsRisks, writeRisks } from './risks/level-risks.ts'
import { sharedRisks } from './risks/shared-risk.ts'
import { adminRisk, notActionRisks, serviceWildcardRisks } from './risks/wildcard-risks.ts'
import { compileTrust, trustedBy } from './trusted-by.ts'

export type AssessInput = {
  record: RoleRecord
  principal: PrincipalPolicies
  permissions: EffectivePermissions
  /** The functions that run as the role. */
  sharedBy: { name: string; arn: string }[]
  accountId: string
  organizationAccountIds?: string[]
  /** With it, writes that take no resource are told from those that could name theirs. */
  table?: ActionTable
}

/**
 * What a role may do, who may become it and what is dangerous in it, worst first. A boundary or SCP that could not be read
 * can only take away, so it does not lower a risk; an identity policy that could not be read makes the level unknown
 * unless something worse than low was found.
 */
export function assessRole(input: AssessInput): RoleAccess {
  const { record, permissions, sharedBy } = input
  const own = ownRisks(input)
  const trustRisks = broadTrustRisks(record, input)
  const others = [...own, ...trustRisks]
  const risks = [...others, ...sharedRisks(sharedBy, others)].toSorted(
    (a, b) => severityRank(a.severity) - severityRank(b.severity),
  )
  return { permissions, risks, trust: trustedBy(record, input), level: levelOf(risks, input) }
}

function ownRisks({ record, principal, permissions, table }: AssessInput): AccessRisk[] {
  if (permissions.admin) return [adminRisk(permissions)]
  const seen = asFarAsSeen(principal)
  const holdings = new Holdings(seen, permissions)
  return [
    ...escalationRisks(record, holdings),
    ...credentialRisks(holdings, permissions),
    ...exfiltrationRisks(holdings, permissions),
    ...permissionsRisks(holdings, permissions),
    ...notActionRisks(seen, permissions),
    ...serviceWildcardRisks(permissions),
    ...writeRisks(holdings, permissions, table),
  ]
}

function levelOf(risks: AccessRisk[], { record, principal }: AssessInput): RoleAccess['level'] {
  const worst = risks[0]?.severity
  const isUnseen = principal.identityUnseen || compileTrust(record) === undefined
  if (isUnseen && (worst === undefined || severityRank(worst) >= severityRank('low'))) return 'unknown'
  return worst ?? 'none'
}

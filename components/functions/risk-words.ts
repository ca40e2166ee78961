import type { Field } from '#server/domain/field.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { FunctionDetail, FunctionRow } from '#server/services/functions/schema.ts'
import { isWild, statementsOf } from './policy-statements.ts'

export type RiskTone = 'critical' | 'high' | 'medium' | 'unknown'
export type Risk = { tone: RiskTone; text: string }

/** Why a field was not seen, in words: "lambda:GetPolicy denied". Undefined where it was seen. */
export function whyUnseen<T>(field: Field<T>): string | undefined {
  if (field.state === 'denied') return `${field.permission} denied`
  if (field.state === 'failed') return `reading it failed: ${field.reason}`
  return undefined
}

/** Who can reach a function, as far as its row tells; undefined where nothing stands out. */
export function reachOf(row: Pick<FunctionRow, 'urlAuth' | 'publicPolicy'>): Risk | undefined {
  if (row.urlAuth === 'NONE') return { tone: 'critical', text: 'open to everyone through its URL' }
  if (row.publicPolicy === true) return { tone: 'critical', text: 'open to everyone through its policy' }
  if (row.publicPolicy === null) return { tone: 'unknown', text: 'who may invoke is unknown' }
  if (row.urlAuth === 'unknown') return { tone: 'unknown', text: 'whether it has a URL is unknown' }
  return undefined
}

function documentsOf(role: RoleRecord): PolicyDocument[] {
  return [role.inlinePolicies, role.attachedPolicies].flatMap((policies) =>
    policies.state === 'known'
      ? policies.value.flatMap(({ document }) => (document.state === 'known' ? [document.value] : []))
      : [],
  )
}

/** What stands out in a role's own permissions. Boundaries and service control policies are not weighed. */
export function roleRisks(role: RoleRecord): Risk[] {
  const allows = documentsOf(role)
    .flatMap((document) => statementsOf(document.parsed))
    .filter((one) => one.effect === 'Allow' && one.resources.some(isWild))
  const may = (...actions: string[]) =>
    allows.some((one) => one.actions.some((a) => actions.includes(a.toLowerCase())))
  const risks: Risk[] = []
  if (may('*', '*:*')) risks.push({ tone: 'critical', text: 'its role may do everything' })
  else if (may('iam:*', 'iam:passrole')) risks.push({ tone: 'high', text: 'its role may pass any role' })
  else if (allows.some((one) => one.actions.some((a) => a.endsWith(':*'))))
    risks.push({ tone: 'medium', text: 'its role has wildcard permissions' })
  for (const policies of [role.inlinePolicies, role.attachedPolicies]) {
    const why = whyUnseen(policies)
    if (why) risks.push({ tone: 'unknown', text: `part of what its role may do is unknown: ${why}` })
  }
  return risks
}

/** The function's risk in sentences, worst first; from facts that were read only. */
export function risksOf(detail: Pick<FunctionDetail, 'row' | 'record' | 'role'>): Risk[] {
  const { row, record, role } = detail
  const risks: Risk[] = []
  const reach = reachOf(row)
  if (reach && reach.tone !== 'unknown') risks.push(reach)
  const policy = whyUnseen(record.policy)
  if (policy) risks.push({ tone: 'unknown', text: `who may invoke is unknown: ${policy}` })
  const urls = whyUnseen(record.urls)
  if (urls) risks.push({ tone: 'unknown', text: `whether it has a URL is unknown: ${urls}` })
  if (role.record) risks.push(...roleRisks(role.record))
  else if (role.missing)
    risks.push({ tone: 'unknown', text: `what its role may do is unknown: ${role.missing}` })
  if (role.sharedWith.length > 0) {
    const others =
      role.sharedWith.length === 1 ? '1 other function' : `${role.sharedWith.length} other functions`
    risks.push({ tone: 'medium', text: `shares its role with ${others}` })
  }
  const rank: RiskTone[] = ['critical', 'high', 'medium', 'unknown']
  return risks.sort((a, b) => rank.indexOf(a.tone) - rank.indexOf(b.tone))
}

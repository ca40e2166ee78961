import { isWild, statementsOf } from '#components/roles/policy-statements.ts'
import type { Field } from '#server/domain/field.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { FunctionDetail, FunctionRow } from '#server/services/functions/schema.ts'

export type RiskTone = 'critical' | 'high' | 'medium' | 'unknown'
/** `tab`: where on the function's page more is said. */
export type Risk = { tone: RiskTone; text: string; tab?: 'reach' | 'role' }

/** Why a field was not seen, in words: "lambda:GetPolicy denied". Undefined where it was seen. */
export function whyUnseen<T>(field: Field<T>): string | undefined {
  if (field.state === 'denied') return `${field.permission} denied`
  if (field.state === 'failed') return `reading it failed: ${field.reason}`
  return undefined
}

type ReachFacts = Pick<FunctionRow, 'reach' | 'reachCertainty' | 'urlAuth' | 'publicPolicy'>

const REACH_RISKS: Partial<Record<FunctionRow['reach'], Risk>> = {
  internet: { tone: 'critical', text: 'reachable from the internet without authentication' },
  'internet-authenticated': { tone: 'medium', text: 'reachable from the internet with authentication' },
  'other-accounts': { tone: 'medium', text: 'reachable from other accounts' },
}

const HEDGES: Record<FunctionRow['reachCertainty'], string> = {
  certain: '',
  conditional: ', under a condition that cannot be settled from here',
  unknown: ', as far as could be read',
}

/**
 * Who can reach a function: as worked out, and where that is unknown what its URL and its policy tell by themselves.
 * Undefined where nothing stands out.
 */
export function reachOf(row: ReachFacts): Risk | undefined {
  const worked = REACH_RISKS[row.reach]
  if (worked) return { tone: worked.tone, text: `${worked.text}${HEDGES[row.reachCertainty]}` }
  if (row.reach !== 'unknown') return undefined
  if (row.urlAuth === 'NONE') return { tone: 'critical', text: 'its URL asks nobody who calls' }
  if (row.publicPolicy === true) return { tone: 'critical', text: 'its policy names everyone' }
  return { tone: 'unknown', text: 'who can reach it is unknown' }
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

const GRAVE = ['critical', 'high', 'medium'] as const

/** The risks of a role in words; where what was worked out is graver than they say, that too. */
function roleWords(said: Risk[], level: FunctionRow['roleLevel']): Risk[] {
  const words = said.map((risk): Risk => ({ ...risk, tab: 'role' }))
  const worst = GRAVE.find((tone) => tone === level)
  if (!worst || words.some((risk) => risk.tone === worst || risk.tone === 'critical')) return words
  return [{ tone: worst, text: `its role is a ${worst} risk`, tab: 'role' }, ...words]
}

/** The function's risk in sentences, worst first; from facts that were read only. */
export function risksOf(detail: Pick<FunctionDetail, 'row' | 'record' | 'role'>): Risk[] {
  const { row, record, role } = detail
  const risks: Risk[] = []
  const reach = reachOf(row)
  if (reach) risks.push({ ...reach, tab: 'reach' })
  const policy = whyUnseen(record.policy)
  if (policy) risks.push({ tone: 'unknown', text: `who may invoke is unknown: ${policy}` })
  const urls = whyUnseen(record.urls)
  if (urls) risks.push({ tone: 'unknown', text: `whether it has a URL is unknown: ${urls}` })
  if (role.record) risks.push(...roleWords(roleRisks(role.record), row.roleLevel))
  else if (role.missing)
    risks.push({ tone: 'unknown', text: `what its role may do is unknown: ${role.missing}`, tab: 'role' })
  if (role.sharedWith.length > 0) {
    const others =
      role.sharedWith.length === 1 ? '1 other function' : `${role.sharedWith.length} other functions`
    risks.push({ tone: 'medium', text: `shares its role with ${others}` })
  }
  const rank: RiskTone[] = ['critical', 'high', 'medium', 'unknown']
  return risks.sort((a, b) => rank.indexOf(a.tone) - rank.indexOf(b.tone))
}

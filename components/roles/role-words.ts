import type { AccessRisk } from '#server/domain/access/access.ts'
import type { RoleRow } from '#server/services/roles/schema.ts'

/** What each risk is called. */
export const RISK_WORDS: Record<AccessRisk['risk'], string> = {
  admin: 'administrator',
  'privilege-escalation': 'privilege escalation',
  'credential-exposure': 'gives out credentials',
  'data-exfiltration': 'data exfiltration',
  'permissions-management': 'manages permissions',
  'unconstrained-write': 'writes without bounds',
  'service-wildcard': 'wildcard of a service',
  'not-action': 'all but a few actions',
  'broad-trust': 'trusts too many',
  shared: 'shared by functions',
}

export const LEVEL_WORDS: Record<RoleRow['level'], string> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'info',
  none: 'nothing found',
  unknown: 'not known',
}

export const USE_WORDS: Record<string, string> = {
  execution: 'a function runs as it',
  shared: 'several functions share it',
  other: 'no function uses it',
}

/** What a risk's id is called; an id that is not known here is shown as it is. */
export function riskWord(id: string): string {
  return Object.entries(RISK_WORDS).find(([risk]) => risk === id)?.[1] ?? id
}

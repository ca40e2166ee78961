import { SEVERITIES, type Severity, severityRank } from '#server/domain/severity.ts'

/** So many steps less severe, and never below info. */
export function lowerSeverity(severity: Severity, steps: number): Severity {
  return SEVERITIES[Math.min(severityRank(severity) + steps, SEVERITIES.length - 1)] ?? 'info'
}

/** `a, b and 3 more`. */
export function listSome(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}

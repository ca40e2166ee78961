import type { AccessRisk } from '#server/domain/access/access.ts'
import { type Severity, severityRank } from '#server/domain/severity.ts'
import { listSome } from './lower-severity.ts'
import { uniqueStatements } from './unique-statements.ts'

export type ServiceRisk = { service: string; risk: AccessRisk }

const MAX_SERVICES = 8
const MAX_ACTIONS = 100

export function worstOf(severities: Severity[]): Severity {
  return severities.reduce<Severity>((a, b) => (severityRank(b) < severityRank(a) ? b : a), 'info')
}

/** The worst services by themselves, and one risk for all others: a grant of everything does not make 400 lines. */
export function summedUp(found: ServiceRisk[], what: string): AccessRisk[] {
  const sorted = found.toSorted((a, b) => severityRank(a.risk.severity) - severityRank(b.risk.severity))
  const rest = sorted.slice(MAX_SERVICES)
  const shown = sorted.slice(0, MAX_SERVICES).map(({ risk }) => cut(risk))
  const [first] = rest
  if (!first) return shown
  return [
    ...shown,
    cut({
      ...first.risk,
      severity: worstOf(rest.map(({ risk }) => risk.severity)),
      title: `${what} in ${rest.length} more services`,
      why: `The same in ${listSome(
        rest.map(({ service }) => service),
        60,
      )}.`,
      actions: rest.flatMap(({ risk }) => risk.actions),
      resources: [...new Set(rest.flatMap(({ risk }) => risk.resources))],
      conditional: rest.every(({ risk }) => risk.conditional),
      statements: uniqueStatements(rest.flatMap(({ risk }) => risk.statements)),
    }),
  ]
}

function cut(risk: AccessRisk): AccessRisk {
  return {
    ...risk,
    actions: risk.actions.slice(0, MAX_ACTIONS),
    resources: risk.resources.slice(0, MAX_ACTIONS),
  }
}

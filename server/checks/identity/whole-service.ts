import type { AccessRisk, RoleAccess } from '#server/domain/access/access.ts'
import { breadthOf } from '#server/domain/access/risks/holdings.ts'
import { lowerSeverity } from '#server/domain/access/risks/lower-severity.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { pass } from './execution-role.ts'
import { quoteOf } from './risk-verdict.ts'

/**
 * Whether a risk is about services of which the role has every action on everything: the wildcard has a finding of its own,
 * and what follows from it needs no other.
 */
export function isOfWholeServices({ actions }: AccessRisk, { permissions }: RoleAccess): boolean {
  const whole = new Set(
    permissions.services
      .filter(
        ({ everyAction, levels }) =>
          everyAction && breadthOf(levels.flatMap((level) => level.resources)) === 'all',
      )
      .map(({ service }) => service),
  )
  return actions.every((action) => whole.has(action.split(':')[0] ?? ''))
}

/** Fails where every action of a service is held on all its resources; a step lower where only under conditions. */
export function wholeService(
  { permissions }: RoleAccess,
  service: string,
  severity: Severity,
  summary: string,
): Verdict {
  const found = permissions.services.find((one) => one.service === service)
  const resources = [...new Set(found?.levels.flatMap((level) => level.resources) ?? [])]
  if (!found?.everyAction || breadthOf(resources) !== 'all')
    return pass(found?.serviceName ?? service, 'not every action on every resource')
  const conditional = found.levels.every(({ conditional: isLimited }) => isLimited === true)
  const numbers = [...new Set(found.levels.flatMap(({ statements }) => statements))]
  return {
    state: 'fail',
    severity: lowerSeverity(severity, conditional ? 1 : 0),
    summary,
    evidence: [
      { label: 'Resources', value: resources.slice(0, 5).join(', ') },
      ...numbers
        .slice(0, 5)
        .flatMap((number) => permissions.statements[number] ?? [])
        .map(quoteOf),
    ],
  }
}

import type { RoleAccess } from '#server/domain/access/access.ts'
import { breadthOf } from '#server/domain/access/risks/holdings.ts'
import { lowerSeverity } from '#server/domain/access/risks/lower-severity.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { pass } from './execution-role.ts'
import { quoteOf } from './risk-verdict.ts'

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
  const conditional = found.levels.every(({ conditions }) => conditions.length > 0)
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

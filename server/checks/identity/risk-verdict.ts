import type { AccessRisk, RoleAccess, StatementRef } from '#server/domain/access/access.ts'
import { listSome } from '#server/domain/access/risks/lower-severity.ts'
import { worstOf } from '#server/domain/access/risks/sum-up-risks.ts'
import { uniqueStatements } from '#server/domain/access/risks/unique-statements.ts'
import { type Severity, severityRank } from '#server/domain/severity.ts'
import type { Evidence, Fail, Verdict } from '#server/domain/verdict.ts'
import { pass } from './execution-role.ts'

const MAX_RISKS = 10
const MAX_STATEMENTS = 6

export const quoteOf = ({ policy, sid, index, quote }: StatementRef): Evidence => ({
  label: `Statement ${sid ?? index + 1} of ${policy}`,
  value: quote,
})

/** Statements of the role's own policies: a boundary or SCP that leaves something over grants nothing. */
export const grantsOf = ({ statements }: AccessRisk): StatementRef[] =>
  statements.filter(({ kind }) => kind === 'inline' || kind === 'managed')

export const isDangerous = ({ level }: RoleAccess) => level === 'critical' || level === 'high'

/** Risks of a kind that are worth a finding: one that limits have brought down to info is none. */
export function risksOf({ risks }: RoleAccess, kind: AccessRisk['risk']): AccessRisk[] {
  return risks.filter(({ risk, severity }) => risk === kind && severity !== 'info')
}

/** The evidence for risks: what each of them is, and the statements behind them. */
export function riskEvidence(risks: readonly AccessRisk[]): Evidence[] {
  const statements = uniqueStatements(risks.flatMap((risk) => risk.statements))
  const shown = risks.slice(0, MAX_RISKS).map(({ title, why, resources }) => ({
    label: title,
    value: resources.length > 0 ? `${why} On ${listSome(resources, 4)}.` : why,
  }))
  const more = risks.length - shown.length
  return [
    ...shown,
    ...(more > 0 ? [{ label: 'And', value: `${more} more` }] : []),
    ...statements.slice(0, MAX_STATEMENTS).map(quoteOf),
  ]
}

export function failFor(risks: readonly AccessRisk[], summary: string): Fail {
  const severity: Severity = worstOf(risks.map((risk) => risk.severity))
  return { state: 'fail', severity, summary, evidence: riskEvidence(risks) }
}

/** Fails for the risks with a sentence about their names, worst first; passes where there are none. */
export function riskVerdict(
  risks: readonly AccessRisk[],
  say: (names: string) => string,
  fine: string,
): Verdict {
  if (risks.length === 0) return pass('Effective permissions', fine)
  const sorted = risks.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))
  const names = sorted.map(({ title, method }) => method ?? title.replace(/^[^:]*: /, ''))
  return failFor(sorted, say(listSome([...new Set(names)], 3)))
}

import type { Estate } from '#server/domain/posture/estate.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { evaluateOwnRules } from '#server/own-rules/evaluate-own-rules.ts'
import { readRulesFolder } from '#server/own-rules/read-rules-folder.ts'
import type { ReportedCheck } from '#server/posture-report/posture-finding.ts'
import type { OwnRule } from '#server/services/rules/schema.ts'

const DEADLINE_MS = 10_000

export type OwnFindings = {
  checks: ReportedCheck[]
  verdictsOf: (record: ResourceRecord) => Iterable<{ rule: OwnRule; verdict: Verdict }>
  /** Lines for people: what is no rule, and rules that were stopped. */
  problems: string[]
}

/** Evaluates the rules of a folder; `named` leaves only those, where it names any. */
export async function evaluateFolder(
  folder: string,
  estate: Estate,
  named: readonly string[],
): Promise<OwnFindings> {
  const read = await readRulesFolder(folder)
  const isChosen = (id: string) => named.length === 0 || named.includes(id) || named.includes('own')
  const chosen = read.rules.filter(({ rule }) => isChosen(rule.id))
  const rules = chosen.map(({ rule }) => rule)
  const subjects = estate.records.map((record) => ({ record, around: estate }))
  const outcomes = await evaluateOwnRules(rules, subjects, DEADLINE_MS)
  const stopped = chosen.flatMap(({ rule, file }) => {
    const problem = outcomes.get(rule.id)?.problem
    return problem ? [`${file}: ${rule.id}: ${problem.text}`] : []
  })
  const unreadable = read.problems.map(
    ({ file, line, column, text }) => `${file}${line === null ? '' : `:${line}:${column}`}: ${text}`,
  )
  return {
    checks: rules.map(({ id, title, why, severity }) => ({
      id,
      title,
      why,
      severity,
      group: 'own' as const,
      references: [],
    })),
    *verdictsOf(record) {
      for (const rule of rules) {
        const verdict = outcomes.get(rule.id)?.verdicts.get(record.arn)
        if (verdict && rule.kind === record.kind) yield { rule, verdict }
      }
    },
    problems: [...unreadable, ...stopped],
  }
}

import { CheckSwitches } from '#server/assess/check-switches.ts'
import { Judge } from '#server/assess/judge.ts'
import { OwnRules } from '#server/assess/own-rules.ts'
import { compileCondition } from '#server/domain/own-rules/compile-condition.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { OwnRule, OwnRuleTrial } from './schema.ts'

const PAGE = 500
const MAX_SHOWN = 50
/** A trial is looked at by a person: it stops where a page of the estate would have been judged long since. */
const MAX_MS = 20_000

type Subject = { id: number; name: string; arn: string; record: ResourceRecord }

function page({ store }: Context, rule: OwnRule, afterId: number): Promise<Subject[]> {
  return queryRows<Subject>(
    store.pool,
    sql`SELECT r.id, r.name, r.arn, v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE r.kind = ${rule.kind} AND r.deleted_at IS NULL AND r.id > ${afterId} ORDER BY r.id LIMIT ${PAGE}`,
  )
}

const NOTHING_ON = new CheckSwitches({})

/** What a rule says of everything that is stored now. Nothing is kept. */
export async function tryRule(context: Context, { rule }: { rule: OwnRule }): Promise<OwnRuleTrial> {
  authorise(context, 'reviewer')
  const startedMs = performance.now()
  const trial: OwnRuleTrial = {
    problem: null,
    counts: { pass: 0, fail: 0, unknown: 0, notApplicable: 0 },
    failing: [],
    unknown: [],
    durationMs: 0,
  }
  const condition = compileCondition(rule.condition)
  if ('problem' in condition) return { ...trial, problem: condition.problem }
  const rules = new OwnRules([rule])
  for (let afterId = 0; ; ) {
    const subjects = await page(context, rule, afterId)
    const judge = new Judge(context.store.pool, NOTHING_ON, context.clock(), { rules, onlyRules: true })
    for (const { subject, verdicts } of await judge.judge(subjects)) {
      const verdict = verdicts.get(rule.id)
      if (verdict) count(trial, subject, verdict)
    }
    const problem = judge.ruleProblems.get(rule.id)
    if (problem) trial.problem = { text: problem, line: null, column: null }
    const isLate = performance.now() - startedMs > MAX_MS
    if (isLate && subjects.length === PAGE)
      trial.problem ??= {
        text: 'The trial was stopped after 20 s: the counts are not of everything.',
        line: null,
        column: null,
      }
    if (trial.problem || subjects.length < PAGE) break
    afterId = subjects.at(-1)?.id ?? afterId
  }
  return { ...trial, durationMs: Math.round(performance.now() - startedMs) }
}

function count({ counts, failing, unknown }: OwnRuleTrial, subject: Subject, verdict: Verdict): void {
  const of = (text: string) => ({ resourceId: subject.id, name: subject.name, arn: subject.arn, text })
  switch (verdict.state) {
    case 'pass':
      counts.pass += 1
      break
    case 'fail':
      counts.fail += 1
      if (failing.length < MAX_SHOWN) failing.push(of(verdict.summary))
      break
    case 'unknown':
      counts.unknown += 1
      if (unknown.length < MAX_SHOWN) unknown.push(of(verdict.reason))
      break
    default:
      counts.notApplicable += 1
  }
}

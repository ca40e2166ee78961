import type { Pool } from 'pg'
import type { AnyCheck } from '#server/checks/define-check.ts'
import { evaluateCheck } from '#server/checks/evaluate-check.ts'
import { functionsBehind } from '#server/domain/posture/functions-behind.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { evaluateOwnRules } from '#server/own-rules/evaluate-own-rules.ts'
import { isKept } from './answer-key.ts'
import type { CheckSwitches } from './check-switches.ts'
import { loadAnswers } from './load-answers.ts'
import { ControllingPrincipals } from './load-takeovers.ts'
import { OwnRules, RULE_DEADLINE_MS } from './own-rules.ts'
import { StoredSurroundings } from './stored-surroundings.ts'

/** Questions lead to questions: a check asks for a role once it knows the trigger. More rounds than this mean a loop. */
const MAX_ROUNDS = 8

const NO_RULES = new OwnRules([])

type JudgeOptions = {
  principals?: ControllingPrincipals
  rules?: OwnRules
  /** Own rules that were stopped, with why: over all pages of a pass, each is stopped once. */
  stopped?: Map<string, string>
  /** Asks the rules and no check: to try one. */
  onlyRules?: boolean
}

export type Judged<S> = {
  subject: S
  /** By check id. */
  verdicts: Map<string, Verdict>
  /** Functions that a fail of it is about. */
  functionArns: string[]
  reads: string[]
  /** What was looked at, for a remedy to look at too. */
  around: Surroundings
}

/** Judges resources out of the store. Keeps what was loaded, so that one instance serves one pass. */
export class Judge {
  readonly around: StoredSurroundings
  /** By own rule that ran: why it could not, or was stopped. */
  readonly ruleProblems = new Map<string, string | null>()
  readonly #pool: Pool
  readonly #switches: CheckSwitches
  readonly #principals: ControllingPrincipals
  readonly #rules: OwnRules
  readonly #stopped: Map<string, string>
  readonly #onlyRules: boolean

  constructor(
    pool: Pool,
    switches: CheckSwitches,
    nowMs: number,
    {
      principals = new ControllingPrincipals(pool),
      rules = NO_RULES,
      stopped = new Map(),
      onlyRules = false,
    }: JudgeOptions = {},
  ) {
    this.#pool = pool
    this.#switches = switches
    this.#principals = principals
    this.#rules = rules
    this.#stopped = stopped
    this.#onlyRules = onlyRules
    this.around = new StoredSurroundings(nowMs)
  }

  /** Every switched-on check's and own rule's verdict on each subject. */
  async judge<S extends { record: ResourceRecord }>(subjects: readonly S[]): Promise<Judged<S>[]> {
    const judged = await this.resolve(subjects, (subject) => this.#verdicts(subject))
    await this.#addOwnRules(judged)
    return judged
  }

  async #addOwnRules<S extends { record: ResourceRecord }>(judged: Judged<S>[]): Promise<void> {
    const rules = this.#rules.rules.filter((rule) =>
      judged.some((one) => one.subject.record.kind === rule.kind),
    )
    if (rules.length === 0) return
    const asked = judged.map((one) => ({ record: one.subject.record, around: this.around }))
    const outcomes = await evaluateOwnRules(rules, asked, RULE_DEADLINE_MS, this.#stopped)
    for (const [id, { verdicts, problem }] of outcomes) {
      this.ruleProblems.set(id, problem?.text ?? null)
      for (const one of judged) {
        const verdict = verdicts.get(one.subject.record.arn)
        if (verdict) one.verdicts.set(id, verdict)
      }
    }
    const failed = judged.filter(
      (one) =>
        one.functionArns.length === 0 && rules.some((rule) => one.verdicts.get(rule.id)?.state === 'fail'),
    )
    const arns = await this.resolve(failed, (one) => functionsBehind(one.subject.record, this.around))
    for (const [i, one] of failed.entries()) one.functionArns = arns[i] ?? []
  }

  /** Asks what needs surroundings of each subject until all that it asked for was loaded. */
  async resolve<S, R>(subjects: readonly S[], ask: (subject: S) => R): Promise<R[]> {
    const done = new Map<S, R>()
    let open = [...subjects]
    for (let round = 0; open.length > 0; round++) {
      const missing = new Set<string>()
      const again: S[] = []
      for (const subject of open) {
        this.around.begin()
        const result = ask(subject)
        const lacking = this.around.missing
        if (lacking.length === 0 || round >= MAX_ROUNDS) done.set(subject, result)
        else again.push(subject)
        for (const key of lacking) missing.add(key)
      }
      if (missing.size > 0) await loadAnswers(this.#pool, this.around, missing, this.#principals)
      open = again
    }
    return subjects.flatMap((subject) => done.get(subject) ?? [])
  }

  #verdicts<S extends { record: ResourceRecord }>(subject: S): Judged<S> {
    const verdicts = new Map<string, Verdict>()
    let fails = false
    for (const check of this.#checksOf(subject.record)) {
      const verdict = evaluateCheck(check, subject.record, this.around, this.#switches.parametersOf(check.id))
      if (!verdict) continue
      verdicts.set(check.id, verdict)
      fails ||= verdict.state === 'fail'
    }
    this.#rules.ask(subject.record, this.around)
    const functionArns = fails ? functionsBehind(subject.record, this.around) : []
    const reads = this.around.reads.filter((key) => isKept(key, subject.record))
    return { subject, verdicts, functionArns, reads, around: this.around }
  }

  #checksOf(record: ResourceRecord): AnyCheck[] {
    return this.#onlyRules ? [] : this.#switches.checksOf(record.kind)
  }
}

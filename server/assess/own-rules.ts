import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { type CompiledCondition, compileCondition } from '#server/domain/own-rules/compile-condition.ts'
import type { Rule } from '#server/domain/own-rules/rule.ts'
import { ruleInput } from '#server/domain/own-rules/rule-input.ts'
import { selects } from '#server/domain/own-rules/selects.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { queryRows, sql } from '#server/store/sql.ts'

/** How long one rule may take for one page of resources. */
export const RULE_DEADLINE_MS = 5_000

type Compiled = { rule: Rule; condition: CompiledCondition }

/** The rules of the organisation's own that are switched on, ready to be asked. */
export class OwnRules {
  readonly rules: readonly Rule[]
  readonly #compiled: Compiled[]
  /** Another one whenever a rule is another one. */
  readonly version: string

  constructor(rules: readonly Rule[]) {
    this.#compiled = rules.flatMap((rule) => {
      const condition = compileCondition(rule.condition)
      return 'problem' in condition ? [] : [{ rule, condition }]
    })
    this.rules = rules
    this.version = createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 16)
  }

  of(record: ResourceRecord): Rule[] {
    return this.rules.filter((rule) => rule.kind === record.kind)
  }

  /** Asks for all that the rules of a resource's kind look at, so that it is loaded before they run. */
  ask(record: ResourceRecord, around: Surroundings): void {
    for (const { rule, condition } of this.#compiled) {
      if (rule.kind !== record.kind) continue
      if (selects(rule.selector, record, around).state === 'yes') ruleInput(condition, { record, around })
    }
  }
}

/** Reads the rules that are switched on. What an older version wrote was valid then. */
export async function readOwnRules(pool: Pool): Promise<OwnRules> {
  const rows = await queryRows<{ body: Rule }>(pool, sql`SELECT body FROM own_rule WHERE enabled ORDER BY id`)
  return new OwnRules(rows.map((row) => row.body))
}

/** Notes at a rule why it could not run, or that it ran. */
export async function noteRuleProblem(pool: Pool, id: string, problem: string | null): Promise<void> {
  await pool.query('UPDATE own_rule SET problem = $2 WHERE id = $1 AND problem IS DISTINCT FROM $2', [
    id,
    problem,
  ])
}

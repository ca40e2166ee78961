import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { z } from 'zod'
import type { AnyCheck } from '#server/checks/define-check.ts'
import { CHECKS } from '#server/checks/index.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import { queryRows, sql } from '#server/store/sql.ts'

/** Key of the setting that holds what the organisation changed of the catalogue. */
export const CHECK_SWITCHES = 'checks'

export const checkSwitches = z.record(
  z.string(),
  z.object({
    enabled: z.boolean().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
)

/** Which checks are on, and with which parameters. */
export class CheckSwitches {
  readonly #set: z.infer<typeof checkSwitches>
  readonly #byKind: Map<ResourceKind, AnyCheck[]>
  /** Another one whenever the catalogue or a switch is another one. */
  readonly version: string

  constructor(set: z.infer<typeof checkSwitches> = {}) {
    this.#set = set
    const on = CHECKS.filter((check) => this.isOn(check))
    this.#byKind = Map.groupBy(on, (check) => check.kind)
    const text = JSON.stringify(on.map((check) => [check.id, set[check.id]?.parameters ?? null]))
    this.version = createHash('sha256').update(text).digest('hex').slice(0, 16)
  }

  isOn(check: Pick<AnyCheck, 'id' | 'off'>): boolean {
    return this.#set[check.id]?.enabled ?? check.off === undefined
  }

  parametersOf(checkId: string): Record<string, unknown> | undefined {
    return this.#set[checkId]?.parameters
  }

  checksOf(kind: ResourceKind): AnyCheck[] {
    return this.#byKind.get(kind) ?? []
  }

  get kinds(): ResourceKind[] {
    return [...this.#byKind.keys()]
  }
}

/** The switches as they are stored; what is no longer understood of them is passed over. */
export async function readCheckSwitches(pool: Pool): Promise<CheckSwitches> {
  const [row] = await queryRows<{ value: unknown }>(
    pool,
    sql`SELECT value FROM setting WHERE key = ${CHECK_SWITCHES}`,
  )
  const parsed = checkSwitches.safeParse(row?.value)
  return new CheckSwitches(parsed.success ? parsed.data : {})
}

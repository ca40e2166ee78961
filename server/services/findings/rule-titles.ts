import { CHECK_BY_ID } from '#server/checks/index.ts'
import { asObject, asText } from '#server/domain/json.ts'
import type { CheckGroup } from '#server/domain/posture/check-group.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'

export type RuleTitle = { title: string; group: CheckGroup | 'own' }

/** "log-retention-unset" as "Log retention unset", for a check that this version no longer has. */
function titleFromId(id: string): string {
  const words = id.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Titles of the organisation's own rules by id. */
async function ownTitles({ store }: Context): Promise<Map<string, string>> {
  const rows = await queryRows<{ id: string; body: unknown }>(store.pool, sql`SELECT id, body FROM own_rule`)
  return new Map(rows.map(({ id, body }) => [id, asText(asObject(body).title) ?? titleFromId(id)]))
}

/** Finds title and group of a check or of a rule of the organisation's own. */
export async function ruleTitles(context: Context): Promise<(id: string) => RuleTitle> {
  const own = await ownTitles(context)
  return (id) => {
    const check = CHECK_BY_ID.get(id)
    if (check) return { title: check.title, group: check.group }
    return { title: own.get(id) ?? titleFromId(id), group: id.startsWith('own-') ? 'own' : 'governance' }
  }
}

import { asArray, asNumber, asObject, asText } from '#server/domain/json.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { talliesByCheck } from '#server/services/posture/tallies.ts'
import { sql } from '#server/store/sql.ts'
import { toRuleRow } from './rule-rows.ts'
import type { OwnRuleList } from './schema.ts'

/** Key of the setting in which the worker leaves what is wrong with the files of the folder. */
export const RULES_FOLDER = 'rules-folder'

/** The organisation's own rules, from the browser and from the folder, with what they say now. */
export async function listRules(context: Context): Promise<OwnRuleList> {
  authorise(context, 'viewer')
  const { prisma, pool } = context.store
  const [records, tallies, setting] = await Promise.all([
    prisma.ownRule.findMany({ orderBy: { id: 'asc' } }),
    talliesByCheck(pool, [sql`t.check_id LIKE 'own-%'`]),
    prisma.setting.findUnique({ where: { key: RULES_FOLDER } }),
  ])
  const folder = asObject(setting?.value)
  return {
    items: records.flatMap((record) => toRuleRow(record, tallies.get(record.id)) ?? []),
    problems: asArray(folder.problems)
      .map(asObject)
      .map((one) => ({
        file: asText(one.file) ?? '',
        line: asNumber(one.line) ?? null,
        column: asNumber(one.column) ?? null,
        text: asText(one.text) ?? '',
      })),
    folder: asText(folder.folder) ?? null,
  }
}

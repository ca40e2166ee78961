import { raw, type Sql, sql } from './sql.ts'

/** The owner or environment of a resource: as worked out; as its tags have it until that has been done. */
export function effectiveLabel(alias: Sql, label: 'owner' | 'env'): Sql {
  const key = raw(`'${label}'`)
  return sql`CASE WHEN ${alias}.derived ? ${key} THEN ${alias}.derived->>${key} ELSE ${alias}.summary->>${key} END`
}

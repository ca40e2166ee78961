import { raw, type Sql, sql } from './sql.ts'

/** The owner or environment of a resource: as worked out; as its tags have it until that has been done. */
export function effectiveLabel(alias: Sql, label: 'owner' | 'env'): Sql {
  const key = raw(`'${label}'`)
  return sql`coalesce(${alias}.derived->>${key}, CASE WHEN NOT ${alias}.derived ? ${key} THEN ${alias}.summary->>${key} END)`
}

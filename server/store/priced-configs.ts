import type { Pool } from 'pg'
import { type PricedConfig, pricedSteps } from '#server/domain/money/config-in-force.ts'

type Row = {
  region: string
  name: string
  from: Date
  memoryMb: number | null
  architecture: string | null
  ephemeralMb: number | null
  timeoutSeconds: number | null
  until: Date | null
  provisioned: { requested?: number; allocated?: number }[] | null
}

export const configKey = (region: string, name: string) => `${region}\n${name}`

/**
 * What the price of each function of an account depended on since a time, oldest first, by region and name. A field that
 * was denied or failed is null.
 */
export async function loadPricedConfigs(
  pool: Pool,
  accountId: string,
  from: Date,
  names?: { regions: string[]; names: string[] },
): Promise<Map<string, PricedConfig[]>> {
  const { rows } = await pool.query<Row>(
    `SELECT r.region, r.name, v.valid_from AS "from", v.valid_to AS until,
       CASE WHEN f."memoryMb"->>'state' = 'known' THEN (f."memoryMb"->>'value')::float8 END AS "memoryMb",
       CASE WHEN f.architectures->>'state' = 'known' THEN f.architectures->'value'->>0 END AS architecture,
       CASE WHEN f."ephemeralStorageMb"->>'state' = 'known' THEN (f."ephemeralStorageMb"->>'value')::float8 END AS "ephemeralMb",
       CASE WHEN f."timeoutSeconds"->>'state' = 'known' THEN (f."timeoutSeconds"->>'value')::float8 END AS "timeoutSeconds",
       CASE f."provisionedConcurrency"->>'state' WHEN 'known' THEN f."provisionedConcurrency"->'value' WHEN 'absent' THEN '[]' END AS provisioned
     FROM resource r JOIN resource_version v ON v.resource_id = r.id,
       jsonb_to_record(v.record) AS f("memoryMb" jsonb, architectures jsonb, "ephemeralStorageMb" jsonb,
         "timeoutSeconds" jsonb, "provisionedConcurrency" jsonb)
     WHERE r.account_id = $1 AND r.kind = 'function' AND (v.valid_to IS NULL OR v.valid_to > $2)
       AND ($3::text[] IS NULL OR (r.region, r.name) IN (SELECT * FROM unnest($3::text[], $4::text[])))`,
    [accountId, from, names?.regions ?? null, names?.names ?? null],
  )
  const byFunction = Map.groupBy(rows, (row) => configKey(row.region, row.name))
  return new Map([...byFunction].map(([key, own]) => [key, pricedSteps(withEnds(own))]))
}

/**
 * Nothing is kept ready of a function that was deleted, until there is one of its name again. Before it was read how much is
 * kept ready, the first that was counts.
 */
function withEnds(rows: Row[]): PricedConfig[] {
  const sorted = rows.toSorted((a, b) => a.from.getTime() - b.from.getTime())
  const configs = sorted.map(toConfig)
  const readAt = configs.findIndex(({ provisioned }) => provisioned !== null)
  return sorted.flatMap((row, i) => {
    const provisioned = configs[Math.max(i, readAt)]?.provisioned ?? null
    const config = { ...toConfig(row), provisioned }
    const next = sorted[i + 1]
    if (!row.until || (next && next.from <= row.until)) return [config]
    return [config, { ...config, fromMs: row.until.getTime(), provisioned: 0 }]
  })
}

function toConfig(row: Row): PricedConfig {
  return {
    fromMs: row.from.getTime(),
    memoryMb: row.memoryMb,
    architecture: row.architecture,
    ephemeralMb: row.ephemeralMb,
    timeoutMs: row.timeoutSeconds === null ? null : row.timeoutSeconds * 1000,
    provisioned: Array.isArray(row.provisioned)
      ? row.provisioned.reduce((sum, one) => sum + (one.allocated ?? one.requested ?? 0), 0)
      : null,
  }
}

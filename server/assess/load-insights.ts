import type { Pool } from 'pg'
import { absent, failed, known } from '#server/domain/field.ts'
import { asObject, asTexts } from '#server/domain/json.ts'
import type { Labels } from '#server/domain/posture/surroundings.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import { callsFrom } from '#server/store/function-calls.ts'
import { unpack } from '#server/store/packed.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { Answers } from './load-records.ts'

const NOT_YET = 'not worked out yet'

type Row = { arn: string; body: unknown }

async function insights(
  pool: Pool,
  kind: 'function' | 'role',
  arns: string[],
): Promise<Map<string, unknown>> {
  const rows = await queryRows<Row>(
    pool,
    sql`SELECT r.arn, i.body FROM resource r JOIN insight i ON i.resource_id = r.id
      WHERE r.kind = ${kind} AND r.deleted_at IS NULL AND r.arn = ANY(${arns}::text[])`,
  )
  return new Map(rows.map((row) => [row.arn, row.body]))
}

/** Who reaches each function. */
export async function loadReach(pool: Pool, arns: string[]): Promise<Answers> {
  const found = await insights(pool, 'function', arns)
  return new Map(
    arns.map((arn) => {
      const reach = unpack(asObject(found.get(arn)).reach)
      return [arn, reach === undefined ? failed(NOT_YET) : known(reach)]
    }),
  )
}

/** What starts each function. None is known to be none only where everything was looked at. */
export async function loadTriggers(pool: Pool, arns: string[]): Promise<Answers> {
  const [rows, found] = await Promise.all([
    queryRows<{ arn: string; body: Trigger }>(
      pool,
      sql`SELECT function_arn AS arn, body FROM trigger WHERE gone_at IS NULL AND resource_id IN
        (SELECT id FROM resource WHERE kind = 'function' AND deleted_at IS NULL AND arn = ANY(${arns}::text[])) ORDER BY id`,
    ),
    insights(pool, 'function', arns),
  ])
  const triggers = Map.groupBy(rows, (row) => row.arn)
  return new Map(
    arns.map((arn) => {
      if (!found.has(arn)) return [arn, failed(NOT_YET)]
      const own = (triggers.get(arn) ?? []).map((row) => row.body)
      const [unseen] = asTexts(asObject(found.get(arn)).triggersUnseen)
      return [arn, own.length === 0 && unseen !== undefined ? failed(unseen) : known(own)]
    }),
  )
}

/** What each role may do and how risky that is; absent where nothing is stored of it. */
export async function loadAccess(pool: Pool, arns: string[]): Promise<Answers> {
  const found = await insights(pool, 'role', arns)
  return new Map(
    arns.map((arn) => {
      const body = asObject(found.get(arn))
      const isWorkedOut = 'permissions' in body
      return [arn, isWorkedOut ? known({ ...body, permissions: unpack(body.permissions) }) : absent()]
    }),
  )
}

/** The functions that each function calls or may call, once its account's calls were worked out. */
export async function loadCalls(pool: Pool, arns: string[]): Promise<Answers> {
  const [rows, found] = await Promise.all([callsFrom(pool, arns), insights(pool, 'function', arns)])
  const calls = Map.groupBy(rows, (row) => row.fromArn)
  return new Map(arns.map((arn) => [arn, found.has(arn) ? known(calls.get(arn) ?? []) : failed(NOT_YET)]))
}

/** Owner, environment and criticality of each function. */
export async function loadLabels(pool: Pool, arns: string[]): Promise<Answers> {
  const rows = await queryRows<{ arn: string; labels: Labels | null }>(
    pool,
    sql`SELECT arn, CASE WHEN derived ? 'owner' THEN jsonb_build_object('owner', derived->'owner', 'env', derived->'env',
        'criticality', derived->'criticality') END AS labels
      FROM resource WHERE kind = 'function' AND deleted_at IS NULL AND arn = ANY(${arns}::text[])`,
  )
  const found = new Map(rows.map((row) => [row.arn, row.labels]))
  return new Map(
    arns.map((arn) => {
      const labels = found.get(arn)
      return [arn, labels ? known(labels) : failed(NOT_YET)]
    }),
  )
}

import type { Pool } from 'pg'
import { circleOf } from '#server/domain/money/circle-of.ts'

const nameOf = (arn: string) => arn.split(':').at(6) ?? arn

/** Of those functions that call themselves in a circle: the names of the others on it. By ARN. */
export async function circlesOf(pool: Pool, arns: readonly string[]): Promise<Map<string, string[]>> {
  if (arns.length === 0) return new Map()
  const { rows } = await pool.query<{ from: string; to: string }>(
    `WITH RECURSIVE reached(arn, depth) AS (
       SELECT unnest($1::text[]), 0
       UNION
       SELECT c.to_arn, r.depth + 1 FROM reached r JOIN function_call c ON c.from_arn = r.arn WHERE r.depth < 6
     )
     SELECT DISTINCT c.from_arn AS "from", c.to_arn AS "to" FROM reached r JOIN function_call c ON c.from_arn = r.arn`,
    [arns],
  )
  const calls = new Map(
    [...Map.groupBy(rows, (row) => row.from)].map(([from, list]) => [from, list.map(({ to }) => to)]),
  )
  return new Map(
    arns.flatMap((arn) => {
      const circle = circleOf(arn, calls)
      return circle ? [[arn, circle.map(nameOf)] as const] : []
    }),
  )
}

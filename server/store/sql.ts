import type { Pool, PoolClient } from 'pg'
import { Prisma } from './generated/client.ts'

/** SQL text with its parameters kept apart; every value becomes a parameter. */
export type Sql = Prisma.Sql
export const { sql, join, empty, raw } = Prisma

/** Rows of one statement; times come as Date, bigints as strings. */
export async function queryRows<Row extends object>(db: Pool | PoolClient, statement: Sql): Promise<Row[]> {
  const { rows } = await db.query<Row>({ text: statement.text, values: statement.values as unknown[] })
  return rows
}

/** Conditions joined by AND; TRUE when there are none. */
export function allOf(conditions: Sql[]): Sql {
  return conditions.length === 0 ? sql`TRUE` : join(conditions, ' AND ')
}

/** Text for a LIKE pattern with its wildcards taken literally. */
export function likePattern(text: string): string {
  return `%${literal(text)}%`
}

/** Text for a LIKE pattern that begins with it, wildcards taken literally. */
export function likePrefix(text: string): string {
  return `${literal(text)}%`
}

const literal = (text: string) => text.replace(/[\\%_]/g, (c) => `\\${c}`)

/** The values of a JSON array of plain words as text[]: {none} where it is empty, {unknown} where there is none. */
export function textList(json: Sql): Sql {
  return sql`string_to_array(coalesce(translate(replace(${json}, '[]', 'none'), '[]" ', ''), 'unknown'), ',')`
}

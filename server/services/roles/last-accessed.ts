import type { Pool } from 'pg'
import type { Field } from '#server/domain/field.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { RoleDetail } from './schema.ts'

export type LastAccessed = { body: Field<unknown>; at: Date }

/** What IAM's last accessed details said of a role; undefined where they were not asked for yet. */
export async function readLastAccessed(pool: Pool, roleArn: string): Promise<LastAccessed | undefined> {
  const [row] = await queryRows<{ body: Field<unknown>; generated_at: Date }>(
    pool,
    sql`SELECT body, generated_at FROM role_last_accessed WHERE role_arn = ${roleArn}`,
  )
  return row && { body: row.body, at: row.generated_at }
}

/** The state of last accessed details in words. */
export function lastAccessedWords(found: LastAccessed | undefined): RoleDetail['lastAccessed'] {
  if (!found)
    return { state: 'pending', text: 'IAM has not been asked yet when it last used what.', at: null }
  const { body } = found
  const at = found.at.toISOString()
  if (body.state === 'denied')
    return {
      state: 'denied',
      text: `${body.permission} is denied: use is known from stored events alone.`,
      at,
    }
  if (body.state === 'failed')
    return { state: 'failed', text: `IAM did not tell when it last used what: ${body.reason}`, at }
  return { state: 'known', text: 'IAM tells for each service when the role last used it.', at }
}

import type { Pool } from 'pg'
import type { LastAccessedService } from '#server/domain/access/least-privilege/last-accessed-service.ts'
import type { Field } from '#server/domain/field.ts'
import { jsonText, plainText } from './json-text.ts'

export type RoleUse = { roleArn: string; services: Field<LastAccessedService[]> }

/**
 * Keeps what IAM told of roles' use, one row a role. What could not be read never takes the place of what was: the older
 * row stays, with its time.
 */
export async function saveLastAccessed(
  pool: Pool,
  accountId: string,
  roles: readonly RoleUse[],
  generatedAt: Date,
): Promise<void> {
  const byArn = new Map(roles.map(({ roleArn, services }) => [plainText(roleArn), services]))
  await pool.query(
    `INSERT INTO role_last_accessed (role_arn, account_id, body, generated_at)
     SELECT role_arn, $1, body, $4 FROM unnest($2::text[], $3::jsonb[]) AS incoming (role_arn, body)
     ON CONFLICT (role_arn) DO UPDATE
       SET account_id = EXCLUDED.account_id, body = EXCLUDED.body, generated_at = EXCLUDED.generated_at
       WHERE EXCLUDED.body->>'state' = 'known' OR role_last_accessed.body->>'state' <> 'known'`,
    [accountId, [...byArn.keys()], [...byArn.values()].map(jsonText), generatedAt],
  )
}

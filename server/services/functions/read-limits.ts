import { valueOr } from '#server/domain/field.ts'
import type { AccountSettingsRecord } from '#server/domain/records/account-settings-record.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'

/** Concurrency limits of an account and region; null where they could not be read. */
export async function readLimits(
  { store }: Context,
  place: { account_id: string; region: string },
): Promise<{ account: number | null; unreserved: number | null }> {
  const [settings] = await queryRows<{ record: AccountSettingsRecord }>(
    store.pool,
    sql`SELECT v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE r.kind = 'account-settings' AND r.account_id = ${place.account_id} AND r.region = ${place.region} LIMIT 1`,
  )
  const known = (field: AccountSettingsRecord['concurrentExecutions'] | undefined) =>
    field ? (valueOr<number | null>(field, null) ?? null) : null
  return {
    account: known(settings?.record.concurrentExecutions),
    unreserved: known(settings?.record.unreservedConcurrentExecutions),
  }
}

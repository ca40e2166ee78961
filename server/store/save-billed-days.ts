import type { Pool } from 'pg'
import type { BilledDay } from '#server/domain/money/billed-day.ts'
import { inTransaction } from './in-transaction.ts'

/** Puts what Cost Explorer says of some days in the place of what it said before: lines that are gone are gone. */
export async function saveBilledDays(
  pool: Pool,
  accountId: string,
  range: { from: Date; to: Date },
  lines: BilledDay[],
): Promise<void> {
  const sums = new Map<string, BilledDay>()
  for (const line of lines) {
    const key = `${line.day} ${line.currency} ${line.recordType}`
    const amount = (sums.get(key)?.amount ?? 0) + line.amount
    sums.set(key, { ...line, amount })
  }
  const rows = [...sums.values()]
  await inTransaction(pool, async (db) => {
    await db.query(
      'DELETE FROM billed_cost_day WHERE account_id = $1 AND day >= $2::date AND day < $3::date',
      [accountId, range.from.toISOString().slice(0, 10), range.to.toISOString().slice(0, 10)],
    )
    await db.query(
      `INSERT INTO billed_cost_day (account_id, day, record_type, currency, amount, estimated)
       SELECT $1, * FROM unnest($2::date[], $3::text[], $4::text[], $5::float8[], $6::bool[])
       ON CONFLICT (account_id, day, record_type, currency) DO UPDATE SET amount = EXCLUDED.amount, estimated = EXCLUDED.estimated`,
      [
        accountId,
        rows.map((row) => row.day),
        rows.map((row) => row.recordType),
        rows.map((row) => row.currency),
        rows.map((row) => row.amount),
        rows.map((row) => row.estimated),
      ],
    )
  })
}

import { readProgress, saveProgress } from '#server/store/detection-progress.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { lockAccounts } from '#server/store/lock-accounts.ts'
import { inTurn } from './in-turn.ts'
import type { IngestContext } from './ingest-records.ts'

/** Has everything that is stored of an account run through the detections once more, as more is known by now than when it came. */
export async function requestReplay(
  { store, clock }: Pick<IngestContext, 'store' | 'clock'>,
  accountId: string,
): Promise<void> {
  const now = new Date(clock())
  await inTurn(store, [accountId], () =>
    inTransaction(store.pool, async (db) => {
      await lockAccounts(db, [accountId])
      const progress = (await readProgress(db, [accountId])).get(accountId)
      if (!progress || (progress.replayFrom !== null && progress.replayFrom <= now)) return
      await saveProgress(db, [{ ...progress, replayFrom: now }])
    }),
  )
}

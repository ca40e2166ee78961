import { asText, type JsonObject } from '#server/domain/json.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { readEnv } from '#server/env.ts'
import { ingestRecords } from '#server/ingest/ingest-records.ts'
import { createLogger } from '#server/logger.ts'
import { startPostgres } from '#server/store/embedded-postgres.ts'
import { migrate } from '#server/store/migrate.ts'
import { openStore } from '#server/store/store.ts'
import { atLeast, type Bench } from './define-bench.ts'
import { withTempDir } from './product.ts'
import { trailMix } from './trail-mix.ts'

const RECORDS = 120_000
const WARM_UP = 10_000
const A_BATCH = 2000
const WORKERS = 2

function read(raw: JsonObject): TrailRecord {
  const place = { accountId: asText(raw.recipientAccountId) ?? '', region: '', source: 'file' as const }
  const record = readRawRecord(raw, place)
  if (!record) throw new Error('a record of the mix cannot be read')
  return record
}

/** A file's worth of records a batch, as log files have them: of one account. */
function batchesOf(lines: readonly string[]): string[][] {
  const byAccount = new Map<string, string[][]>()
  const batches: string[][] = []
  for (const line of lines) {
    const account = /"recipientAccountId":"(\d+)"/.exec(line)?.[1] ?? ''
    const own = byAccount.get(account) ?? []
    byAccount.set(account, own)
    let last = own.at(-1)
    if (!last || last.length >= A_BATCH) {
      last = []
      own.push(last)
      batches.push(last)
    }
    last.push(line)
  }
  return batches
}

/** CloudTrail records from their JSON into a fresh embedded Postgres, with all detections, by two workers on the same two cores. */
export const trailIngest: Bench = {
  name: 'trail-ingest',
  run: () =>
    withTempDir(async (dir) => {
      const postgres = await startPostgres(dir)
      const store = openStore(postgres.url)
      try {
        await migrate(store.pool)
        const toMs = Date.now()
        const lines = trailMix(RECORDS + WARM_UP, { fromMs: toMs - 4 * HOUR_MS, toMs }).map((raw) =>
          JSON.stringify(raw),
        )
        const context = { store, clock: Date.now, log: createLogger('bench'), env: readEnv({}) }
        const ingest = async (batch: readonly string[]) => {
          const records = batch.map((line) => read(JSON.parse(line)))
          const { added, dropped } = await ingestRecords(context, records, { source: 'file', place: 'bench' })
          return added.length + dropped
        }
        for (const batch of batchesOf(lines.slice(0, WARM_UP))) await ingest(batch)
        const waiting = batchesOf(lines.slice(WARM_UP))
        const startedAt = performance.now()
        let taken = 0
        await Promise.all(
          Array.from({ length: WORKERS }, async () => {
            for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
              const count = await ingest(batch)
              taken += count
            }
          }),
        )
        if (taken !== RECORDS) throw new Error(`${taken} of ${RECORDS} records were taken in`)
        const rate = taken / ((performance.now() - startedAt) / 1000)
        const { rows } = await store.pool.query<{ n: string }>('SELECT count(*) AS n FROM detection_hit')
        process.stderr.write(`  ${taken} records, ${rows[0]?.n} hits\n`)
        return [atLeast('CloudTrail records taken in, with detections', rate, 5000, '/s')]
      } finally {
        await store.close()
        await postgres.stop()
      }
    }),
}

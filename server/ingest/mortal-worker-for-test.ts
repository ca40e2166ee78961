import { Client } from 'pg'
import type { RecordSource } from '#server/domain/trail/trail-record.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { openStore } from '#server/store/store.ts'
import { ACCOUNT, REGION } from '#server/testing/records/function-record.ts'
import { ingestInto, NOW, traffic } from './ingest-for-test.ts'

/** A worker that takes the same records in as others do, from where it got to, and dies by SIGKILL with a statement under way. */
const [url = '', source = 'lookup', seed = '1', diesAt = '0', batch = '20'] = process.argv.slice(2)
const records = traffic(Number(seed)).map((record) => ({ ...record, source: source as RecordSource }))
const key = { collector: source, accountId: ACCOUNT, region: REGION }

let statements = 0
const query = Client.prototype.query as (...given: unknown[]) => unknown
Object.defineProperty(Client.prototype, 'query', {
  value(this: Client, ...given: unknown[]) {
    statements += 1
    const isLast = statements === Number(diesAt)
    const answer = query.apply(this, given)
    if (isLast) process.kill(process.pid, 'SIGKILL')
    return answer
  },
})

const store = openStore(url, { maxConnections: 2 })
const { ingest } = ingestInto(store)
for (;;) {
  const done = (await readCursor<{ done: number }>(store.pool, key))?.done ?? 0
  const next = records.slice(done, done + Number(batch))
  if (next.length === 0) break
  await ingest(next, {
    source: source as RecordSource,
    moved: (db) => moveCursor(db, key, { done: done + next.length }, new Date(NOW)),
  })
}
await store.close()

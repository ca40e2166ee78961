import { testPool } from '#server/aws/aws-test-server.ts'
import { pollMetrics } from '#server/jobs/poll-metrics.ts'
import { openStore } from '#server/store/store.ts'
import { createWorker } from '#server/testing/worker-context.ts'

const [url = '', databaseUrl = '', accountId = '', region = ''] = process.argv.slice(2)
const store = openStore(databaseUrl)
const clients = testPool(url)
let nowMs = 0
const { run } = createWorker(store, { clock: () => nowMs, aws: { clients, register: () => undefined } })

/** Runs one cycle at each time that it is told, and answers with how long that took. */
process.on('message', async (message) => {
  if (message === 'end') {
    clients.close()
    await store.close()
    process.disconnect()
    return
  }
  nowMs = Number(message)
  const startedMs = performance.now()
  await run(pollMetrics, { accountId, region })
  process.send?.(performance.now() - startedMs)
})

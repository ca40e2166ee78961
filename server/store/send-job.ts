import type { Pool } from 'pg'
import { PgBoss } from 'pg-boss'

const senders = new WeakMap<Pool, Promise<PgBoss>>()

async function openSender(pool: Pool): Promise<PgBoss> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: 'jobs',
    supervise: false,
    schedule: false,
    migrate: false,
  })
  boss.on('error', () => undefined)
  return boss.start()
}

/**
 * Asks the workers for a job, from a process that runs none itself. `key` keeps a second one of the same from being
 * queued. Rejects where no worker has ever made the queue.
 */
export async function sendJob(pool: Pool, job: { name: string; input: object; key: string }): Promise<void> {
  const sender = senders.get(pool) ?? openSender(pool)
  senders.set(pool, sender)
  try {
    await (await sender).send(job.name, job.input, { singletonKey: job.key })
  } catch (error) {
    senders.delete(pool)
    throw error
  }
}

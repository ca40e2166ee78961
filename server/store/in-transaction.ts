import type { Pool, PoolClient } from 'pg'

/** The next statement fails with the same error. */
const unheard = () => undefined

/** Runs `work` in one transaction; rolls back and throws on when it throws. */
export async function inTransaction<T>(pool: Pool, work: (db: PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect()
  // A connection that breaks between two statements tells by an event, which nobody hears would end the process.
  db.on('error', unheard)
  try {
    await db.query('BEGIN')
    const result = await work(db)
    await db.query('COMMIT')
    return result
  } catch (error) {
    await db.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    db.off('error', unheard)
    db.release()
  }
}

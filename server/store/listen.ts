import { Client, type Pool } from 'pg'

type Handlers = {
  onMessage: (payload: string) => void
  /** Once, when the connection broke: what was sent from then on is not heard. */
  onLost: (error: Error) => void
}

/**
 * Listens on a channel over a connection of its own, so that none of the pool's is held. Resolves with what ends it.
 * @throws when there is no connection
 */
export async function listen(
  pool: Pool,
  channel: string,
  { onMessage, onLost }: Handlers,
): Promise<() => Promise<void>> {
  const client = new Client({
    connectionString: pool.options.connectionString,
    application_name: 'sightline live',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  let isOver = false
  const close = () => client.end().catch(() => undefined)
  const lost = (error?: Error) => {
    if (isOver) return
    isOver = true
    close()
    onLost(error ?? new Error('the database closed the connection'))
  }
  client.on('error', lost)
  client.on('end', lost)
  client.on('notification', ({ payload }) => onMessage(payload ?? ''))
  try {
    await client.connect()
    await client.query(`LISTEN "${channel}"`)
  } catch (error) {
    isOver = true
    close()
    throw error
  }
  return async () => {
    isOver = true
    await close()
  }
}

import { z } from 'zod'
import { createLogger } from '#server/logger.ts'
import { listen } from '#server/store/listen.ts'
import { LIVE_CHANNEL } from '#server/store/notify-live.ts'
import type { Store } from '#server/store/store.ts'
import { readLiveAlerts } from './read-live-alerts.ts'
import type { LiveMessage } from './schema.ts'

type Listener = (message: LiveMessage) => void

/** What is sent at once waits so long for more of the same transaction; what follows, so long after the last. */
const GATHER_MS = 50
const PAUSE_MS = 1000
const MAX_RETRY_MS = 30_000
const MAX_IDS = 200

const note = z.object({ kind: z.enum(['alert', 'hit']), id: z.uuid() })

function parseNote(payload: string): z.infer<typeof note> | undefined {
  try {
    return note.safeParse(JSON.parse(payload)).data
  } catch {
    return undefined
  }
}

/**
 * Tells the open pages of this process what is new: one connection to the database listens for all of them while there are
 * any. Many at once become one message, at most one a second.
 */
export class LiveHub {
  readonly #store: Pick<Store, 'pool'>
  readonly #log = createLogger('live')
  readonly #listeners = new Set<Listener>()
  readonly #alerts = new Set<string>()
  #hits = 0
  #sentMs = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #retry: NodeJS.Timeout | undefined
  /** The connection that is made or there; changes with every one. */
  #connection: symbol | undefined
  #stop: (() => Promise<void>) | undefined
  #failures = 0

  constructor(store: Pick<Store, 'pool'>) {
    this.#store = store
  }

  /** Returns what ends it. `listening` comes first, at once or when the connection is there. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    if (this.#stop) listener({ kind: 'listening' })
    else if (!this.#connection && !this.#retry) this.#connect()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#halt()
    }
  }

  #tell(message: LiveMessage): void {
    for (const listener of this.#listeners) listener(message)
  }

  async #connect(): Promise<void> {
    const connection = Symbol('connection')
    this.#connection = connection
    this.#retry = undefined
    const isCurrent = () => this.#connection === connection
    try {
      const stop = await listen(this.#store.pool, LIVE_CHANNEL, {
        onMessage: (payload) => isCurrent() && this.#hear(payload),
        onLost: (error) => isCurrent() && this.#lose(error),
      })
      if (!isCurrent()) return void stop()
      this.#stop = stop
      this.#failures = 0
      this.#tell({ kind: 'listening' })
    } catch (error) {
      if (isCurrent()) this.#lose(error)
    }
  }

  #lose(error: unknown): void {
    this.#connection = undefined
    this.#stop = undefined
    this.#failures += 1
    this.#log.warn({ err: error }, 'pages hear nothing new until the database is there again')
    this.#tell({ kind: 'deaf' })
    const waitMs = Math.min(MAX_RETRY_MS, 1000 * 2 ** (this.#failures - 1))
    this.#retry = setTimeout(() => this.#connect(), waitMs)
    this.#retry.unref()
  }

  #hear(payload: string): void {
    const heard = parseNote(payload)
    if (!heard) return
    if (heard.kind === 'hit') this.#hits += 1
    else if (this.#alerts.size < MAX_IDS) this.#alerts.add(heard.id)
    const waitMs = Math.max(GATHER_MS, this.#sentMs + PAUSE_MS - performance.now())
    this.#timer ??= setTimeout(() => this.#send(), waitMs)
  }

  async #send(): Promise<void> {
    this.#timer = undefined
    this.#sentMs = performance.now()
    const ids = [...this.#alerts]
    const count = this.#hits
    this.#alerts.clear()
    this.#hits = 0
    if (count > 0) this.#tell({ kind: 'hits', count })
    if (ids.length === 0) return
    try {
      const message = await readLiveAlerts(this.#store, ids)
      if (message) this.#tell(message)
    } catch (error) {
      this.#log.warn({ err: error }, 'what is new could not be read')
    }
  }

  #halt(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#retry)
    this.#timer = undefined
    this.#retry = undefined
    this.#connection = undefined
    this.#alerts.clear()
    this.#hits = 0
    this.#failures = 0
    this.#stop?.()
    this.#stop = undefined
  }
}

const hubs = new WeakMap<Store['pool'], LiveHub>()

/** The hub of this process and store. */
export function liveHubOf(store: Store): LiveHub {
  const held = hubs.get(store.pool) ?? new LiveHub(store)
  hubs.set(store.pool, held)
  return held
}

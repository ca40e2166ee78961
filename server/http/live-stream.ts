import { RateLimitedError } from '#server/errors.ts'
import type { LiveHub } from '#server/services/live/live-hub.ts'
import type { LiveMessage } from '#server/services/live/schema.ts'

const BEAT_MS = 15_000
const MAX_OF_ONE = 12
const MAX_IN_ALL = 400
/** A browser that takes nothing for so many messages is gone. */
const MAX_WAITING = 50
/** Whoever came too early waits; so does a page whose stream was ended. */
const RETRY_MS = 3000

const openBy = new Map<string, number>()
const endings = new Set<() => void>()
let isWatching = false

/** Streams would hold up the end of the process. */
function endWithProcess(): void {
  if (isWatching) return
  isWatching = true
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const)
    process.once(event, () => {
      for (const end of endings) end()
    })
}

function takePlace(userId: string): () => void {
  const own = openBy.get(userId) ?? 0
  if (own >= MAX_OF_ONE || endings.size >= MAX_IN_ALL) throw new RateLimitedError(60)
  openBy.set(userId, own + 1)
  let isTaken = true
  return () => {
    if (!isTaken) return
    isTaken = false
    const left = (openBy.get(userId) ?? 1) - 1
    if (left > 0) openBy.set(userId, left)
    else openBy.delete(userId)
  }
}

type Options = {
  hub: LiveHub
  userId: string
  /** Whether who asked may still read: asked before each message and with each beat. */
  stillAllowed: () => Promise<boolean>
  signal: AbortSignal
  beatMs?: number
}

/**
 * Server-sent events with what is new, until the browser goes, the session ends or is revoked, or the process stops. Nothing
 * is subscribed to before somebody reads.
 * @throws RateLimitedError when this user, or everybody together, has too many of them open
 */
export function liveStream({ hub, userId, stillAllowed, signal, beatMs = BEAT_MS }: Options): Response {
  const leave = takePlace(userId)
  endWithProcess()
  const text = new TextEncoder()
  let stopListening: (() => void) | undefined
  let timer: NodeJS.Timeout | undefined
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  let isOver = false
  let asked: Promise<void> = Promise.resolve()

  const end = () => {
    if (isOver) return
    isOver = true
    endings.delete(end)
    clearInterval(timer)
    stopListening?.()
    signal.removeEventListener('abort', end)
    leave()
    try {
      controller?.close()
    } catch {
      // The browser closed it first.
    }
  }
  const write = (message: LiveMessage) => {
    if (isOver || !controller) return
    if ((controller.desiredSize ?? 0) < -MAX_WAITING) return end()
    controller.enqueue(text.encode(`data: ${JSON.stringify(message)}\n\n`))
  }
  const tell = (message: LiveMessage) => {
    asked = asked
      .then(async () => {
        if (isOver) return
        if (await stillAllowed()) write(message)
        else end()
      })
      .catch(end)
  }
  const body = new ReadableStream<Uint8Array>(
    {
      pull(given) {
        if (controller) return
        controller = given
        given.enqueue(text.encode(`retry: ${RETRY_MS}\n\n`))
        stopListening = hub.subscribe(tell)
        timer = setInterval(() => tell({ kind: 'beat' }), beatMs)
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  )
  endings.add(end)
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // Proxies such as nginx would gather it.
      'x-accel-buffering': 'no',
    },
  })
}

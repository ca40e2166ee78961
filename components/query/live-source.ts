import type { LiveMessage } from '#server/services/live/schema.ts'

type Source = Pick<EventSource, 'close' | 'readyState'> & {
  onmessage: ((event: MessageEvent<string>) => void) | null
  onerror: ((event: Event) => void) | null
}

type Options = {
  onMessage: (message: LiveMessage) => void
  open?: (url: string) => Source
}

/** The server beats every 15 s: after three missed beats the line is dead, whatever the browser thinks. */
const SILENT_MS = 45_000
/** A refusal (too many streams, no session) ends a stream for good: so long until it is tried again. */
const REFUSED_MS = 60_000
const CLOSED = 2

type Parts = { [K in LiveMessage['kind']]: (message: Record<string, unknown>) => boolean }

/** What each kind must have. The schema itself would bring the validator into every page: a sixth of its code. */
const HAS_ITS_PARTS: Parts = {
  listening: () => true,
  deaf: () => true,
  beat: () => true,
  hits: ({ count }) => typeof count === 'number',
  alerts: ({ items, more }) => Array.isArray(items) && typeof more === 'number',
}

function isMessage(value: unknown): value is LiveMessage {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false
  const { kind } = value
  return (
    typeof kind === 'string' &&
    Object.hasOwn(HAS_ITS_PARTS, kind) &&
    HAS_ITS_PARTS[kind as LiveMessage['kind']]({ ...value })
  )
}

function parseMessage(data: string): LiveMessage | undefined {
  try {
    const value: unknown = JSON.parse(data)
    return isMessage(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Listens to what is new until it is ended. Reconnects by itself; the pages' own refresh goes on either way. */
export function listenLive({ onMessage, open = (url) => new EventSource(url) }: Options): () => void {
  let source: Source | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const restartIn = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(start, ms)
  }
  function start() {
    source?.close()
    if (isOver) return
    const own = open('/api/v1/stream')
    source = own
    own.onmessage = ({ data }) => {
      restartIn(SILENT_MS)
      const message = parseMessage(data)
      if (message) onMessage(message)
    }
    own.onerror = () => {
      if (own === source && own.readyState === CLOSED) restartIn(REFUSED_MS)
    }
    restartIn(SILENT_MS)
  }
  start()
  return () => {
    isOver = true
    clearTimeout(timer)
    source?.close()
  }
}

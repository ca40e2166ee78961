'use client'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLive } from '#components/query/live.tsx'
import { listenLive } from '#components/query/live-source.ts'
import type { LiveMessage } from '#server/services/live/schema.ts'
import { liveWords, staleAfter } from './live-words.ts'

/** Hits may come by the second, and lists of detections cost more than those of alerts. */
const HITS_PAUSE_MS = 5000

function readAgain(client: QueryClient, kind: LiveMessage['kind']): void {
  client.invalidateQueries({ predicate: ({ queryKey }) => staleAfter(kind, queryKey) })
}

/** Listens while the page can be seen and refreshing is not paused, has shown lists read again, and says aloud what fires. */
export function LiveUpdates() {
  const client = useQueryClient()
  const { paused } = useLive()
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (paused) return
    let end: (() => void) | undefined
    let hits: ReturnType<typeof setTimeout> | undefined
    const onMessage = (message: LiveMessage) => {
      const words = liveWords(message)
      if (words) setSaid(words)
      if (message.kind !== 'hits') return readAgain(client, message.kind)
      hits ??= setTimeout(() => {
        hits = undefined
        readAgain(client, 'hits')
      }, HITS_PAUSE_MS)
    }
    const follow = () => {
      end?.()
      end = document.visibilityState === 'visible' ? listenLive({ onMessage }) : undefined
    }
    follow()
    document.addEventListener('visibilitychange', follow)
    return () => {
      document.removeEventListener('visibilitychange', follow)
      clearTimeout(hits)
      end?.()
    }
  }, [client, paused])
  return (
    <p role="status" aria-live="polite" aria-label="New alerts" className="sr-only">
      {said}
    </p>
  )
}

'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { toast } from 'sonner'
import { postApi } from '#components/query/use-api.ts'
import type { AlertVerb } from './alert-verbs.ts'

const DONE: Record<AlertVerb, string> = {
  acknowledge: 'acknowledged',
  unacknowledge: 'firing again',
  snooze: 'snoozed',
  resolve: 'resolved',
  assign: 'assigned',
  comment: 'commented on',
}

export type RunVerb = (ids: readonly string[], verb: AlertVerb, body?: unknown) => Promise<boolean>

/** Does an action on alerts one by one, says how it went, and reloads what is on the page. */
export function useAlertVerb(): { run: RunVerb; busy: boolean } {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const run = useCallback<RunVerb>(
    async (ids, verb, body = {}) => {
      setBusy(true)
      const failures: string[] = []
      for (const id of ids) {
        try {
          await postApi(`/alerts/${encodeURIComponent(id)}/${verb}`, body)
        } catch (error) {
          failures.push(error instanceof Error ? error.message : 'unknown reason')
        }
      }
      await client.invalidateQueries({ queryKey: ['api'] })
      setBusy(false)
      const done = ids.length - failures.length
      if (failures.length > 0) {
        toast.error(`${failures.length} of ${ids.length} not ${DONE[verb]}: ${failures[0]}`)
      } else if (verb === 'acknowledge') {
        toast(`${done === 1 ? 'Alert' : `${done} alerts`} acknowledged`, {
          action: { label: 'Undo', onClick: () => run(ids, 'unacknowledge') },
        })
      } else {
        toast(`${done === 1 ? 'Alert' : `${done} alerts`} ${DONE[verb]}`)
      }
      return failures.length === 0
    },
    [client],
  )
  return { run, busy }
}

import { z } from 'zod'
import { askHistory } from '#server/event-sources/ask-history.ts'
import { defineJob } from './define-job.ts'

/** Asks Athena or CloudTrail Lake one question about the past. */
export const askHistoryJob = defineJob({
  name: 'ask-history',
  input: z.object({ queryId: z.uuid() }),
  keyOf: ({ queryId }) => queryId,
  concurrency: 4,
  expireInSeconds: 3600,
  run: (context, { queryId }, signal) => askHistory(context, queryId, signal),
})

import { MINUTE_MS } from '#server/domain/time.ts'

/** A metric stream's files come every few minutes: where none came for so long, functions are polled again. */
export const FEED_FRESH_MS = 20 * MINUTE_MS

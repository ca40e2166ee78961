export type StateKey = { accountId: string; detectionId: string; key: string }

/** What is known of an account's records: the earliest from which on things are learned, and the newest. */
export type Progress = { learningSinceMs: number; newestMs: number }

/**
 * Where the engine keeps what it remembers. Values are plain JSON of bounded size; the engine changes what `get` gave and
 * hands it back to `set`, with the time of the newest record that it rests on.
 */
export type EngineState = {
  get: (key: StateKey) => unknown
  set: (key: StateKey, value: unknown, seenAt: Date) => void
  progressOf: (accountId: string) => Progress | undefined
  setProgress: (accountId: string, progress: Progress) => void
}

import { setTimeout } from 'node:timers/promises'

/** Waits; rejects with the signal's reason when that is aborted first. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => signal.throwIfAborted())
}

import { type Child, stopChild, untilReady } from './child-process.ts'
import { say } from './say.ts'

const MAX_RESTARTS = 5
const WINDOW_MS = 60_000

export type Supervised = { stop: () => Promise<void>; failed: Promise<string> }

/** Starts a child, waits until it is ready, and starts it again when it ends by itself, five times a minute at most. */
export async function superviseChild(start: () => Child): Promise<Supervised> {
  let current = start()
  let stopping = false
  const restarts: number[] = []
  const failed = Promise.withResolvers<string>()
  const watch = (child: Child) => {
    child.exited.then((code) => {
      if (stopping) return
      const now = performance.now()
      restarts.push(now)
      if (restarts.filter((at) => now - at < WINDOW_MS).length > MAX_RESTARTS) {
        failed.resolve(`${child.name} ended ${MAX_RESTARTS} times within a minute.`)
        return
      }
      say(`${child.name} ended (exit code ${code}); starting it again`)
      current = start()
      watch(current)
    })
  }
  await untilReady(current)
  watch(current)
  const stop = async () => {
    stopping = true
    await stopChild(current)
  }
  return { stop, failed: failed.promise }
}

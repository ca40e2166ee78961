import { Worker } from 'node:worker_threads'
import type { RuleAnswer, RuleTask } from './rule-worker.ts'

/** Enough for a rule; what multiplies lists into lists runs into it and is stopped. */
const LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 }

export type ThreadResult = RuleAnswer | { stopped: string }

/** A thread of its own for rules, which can be stopped whatever they do, and is started anew after that. */
export class RuleThread {
  #worker: Worker | undefined

  #start(): Worker {
    this.#worker ??= new Worker(new URL('./rule-worker.ts', import.meta.url), { resourceLimits: LIMITS })
    return this.#worker
  }

  /** Runs a rule over rows; after `deadlineMs` it is stopped. */
  async run(task: RuleTask, deadlineMs: number): Promise<ThreadResult> {
    const worker = this.#start()
    const result = await new Promise<ThreadResult>((resolve) => {
      const timer = setTimeout(
        () => resolve({ stopped: `It was stopped: it took longer than ${deadlineMs} ms.` }),
        deadlineMs,
      )
      const settle = (ended: ThreadResult) => {
        clearTimeout(timer)
        resolve(ended)
      }
      worker.once('message', (answer: RuleAnswer) => settle(answer))
      worker.once('error', (error: Error & { code?: string }) =>
        settle({
          stopped:
            error.code === 'ERR_WORKER_OUT_OF_MEMORY'
              ? 'It was stopped: it took too much memory.'
              : 'It was stopped: it could not be run.',
        }),
      )
      worker.once('exit', () => settle({ stopped: 'It was stopped: it could not be run.' }))
      worker.postMessage(task)
    })
    worker.removeAllListeners()
    if ('stopped' in result) await this.close()
    return result
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    worker?.on('error', () => undefined)
    await worker?.terminate()
  }
}

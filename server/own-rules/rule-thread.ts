import { Worker } from 'node:worker_threads'
import { SECOND_MS } from '#server/domain/time.ts'
import { READY, type RuleAnswer, type RuleTask } from './rule-task.ts'

/** Enough for a rule; what multiplies lists into lists runs into it and is stopped. */
const LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 }
/** A busy machine takes its time to start a thread: that is not the rule's fault. */
const START_MS = 30 * SECOND_MS

export type ThreadResult = RuleAnswer | { stopped: string }

const COULD_NOT_RUN = 'It was stopped: it could not be run.'
const TOO_MUCH_MEMORY = 'It was stopped: it took too much memory.'

/** A thread of its own for rules, which can be stopped whatever they do, and is started anew after that. */
export class RuleThread {
  #worker: Worker | undefined

  /** Runs a rule over rows; after `deadlineMs` it is stopped. */
  async run(task: RuleTask, deadlineMs: number): Promise<ThreadResult> {
    const late = `It was stopped: it took longer than ${deadlineMs} ms.`
    const worker = await this.#start()
    const result = worker
      ? await this.#next(worker, deadlineMs, late, () => worker.postMessage(task))
      : { stopped: COULD_NOT_RUN }
    if (typeof result === 'object') {
      if ('stopped' in result) await this.close()
      return result
    }
    return { stopped: COULD_NOT_RUN }
  }

  async #start(): Promise<Worker | undefined> {
    if (this.#worker) return this.#worker
    const worker = new Worker(new URL('./rule-worker.ts', import.meta.url), { resourceLimits: LIMITS })
    this.#worker = worker
    if ((await this.#next(worker, START_MS, COULD_NOT_RUN, () => undefined)) === READY) return worker
    await this.close()
    return undefined
  }

  #next(
    worker: Worker,
    withinMs: number,
    late: string,
    begin: () => void,
  ): Promise<ThreadResult | typeof READY> {
    return new Promise((resolve) => {
      const settle = (ended: ThreadResult | typeof READY) => {
        clearTimeout(timer)
        worker.off('message', settle).off('error', onError).off('exit', onExit)
        resolve(ended)
      }
      const onError = (error: unknown) => {
        const isGreedy =
          error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        settle({ stopped: isGreedy ? TOO_MUCH_MEMORY : COULD_NOT_RUN })
      }
      const onExit = () => settle({ stopped: COULD_NOT_RUN })
      const timer = setTimeout(() => settle({ stopped: late }), withinMs)
      worker.on('message', settle).on('error', onError).on('exit', onExit)
      begin()
    })
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    worker?.on('error', () => undefined)
    await worker?.terminate()
  }
}

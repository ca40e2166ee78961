/** What is used of pg-boss. */
export type JobSource = {
  fetch(name: string, options: { batchSize: number }): Promise<{ id: string; data: unknown }[]>
  complete(name: string, id: string): Promise<unknown>
  fail(name: string, id: string, data: object): Promise<unknown>
  touch(name: string, ids: string[]): Promise<object>
}

export type DispatcherOptions = {
  name: string
  /** How many jobs run at once. */
  places: number
  expireInSeconds: number
  /** How often the queue is looked at when nothing else gives reason to. */
  pollMs: number
  heartbeatMs: number
  /** A job that rejects has failed. */
  run: (data: unknown, signal: AbortSignal) => Promise<void>
  onError: (error: unknown) => void
}

const wait = (ms: number) => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  const end = () => {
    clearTimeout(timer)
    resolve()
  }
  return { promise, end }
}

/**
 * Takes jobs from one queue as places become free: one statement for all free places, however many there are. A job's
 * signal is aborted when its time is up, and when somebody else has its claim.
 */
export class Dispatcher {
  readonly #source: JobSource
  readonly #options: DispatcherOptions
  readonly #running = new Map<string, { done: Promise<void>; controller: AbortController }>()
  readonly #heartbeat: NodeJS.Timeout
  readonly #loop: Promise<void>
  #pause = wait(0)
  #nudged = false
  #stopped = false

  constructor(source: JobSource, options: DispatcherOptions) {
    this.#source = source
    this.#options = options
    this.#heartbeat = setInterval(() => this.#touch().catch(options.onError), options.heartbeatMs)
    this.#loop = this.#work()
  }

  /** Looks at the queue now: something was put into it. */
  nudge(): void {
    this.#nudged = true
    this.#pause.end()
  }

  /** Takes no more jobs, and resolves when those that run have ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.nudge()
    await this.#loop
    await Promise.all([...this.#running.values()].map(({ done }) => done))
    clearInterval(this.#heartbeat)
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      this.#nudged = false
      const free = this.#options.places - this.#running.size
      if (free > 0) await this.#fetch(free)
      if (this.#nudged) continue
      this.#pause = wait(this.#options.pollMs)
      await this.#pause.promise
    }
  }

  async #fetch(batchSize: number): Promise<void> {
    const { name, onError } = this.#options
    try {
      const jobs = await this.#source.fetch(name, { batchSize })
      for (const { id, data } of jobs) this.#start(id, data)
    } catch (error) {
      if (!this.#stopped) onError(error)
    }
  }

  #start(id: string, data: unknown): void {
    const { name, expireInSeconds, run, onError } = this.#options
    const controller = new AbortController()
    const timer = setTimeout(
      () => controller.abort(new Error(`The job took more than ${expireInSeconds} seconds.`)),
      expireInSeconds * 1000,
    )
    const done = run(data, controller.signal)
      .then(
        () => this.#source.complete(name, id),
        (error: unknown) => this.#source.fail(name, id, { message: String(error) }),
      )
      .then(
        () => undefined,
        (error: unknown) => onError(error),
      )
      .finally(() => {
        clearTimeout(timer)
        this.#running.delete(id)
        this.nudge()
      })
    this.#running.set(id, { done, controller })
  }

  /** Tells that the jobs are alive; one that was given to somebody else meanwhile is stopped here. */
  async #touch(): Promise<void> {
    const ids = [...this.#running.keys()]
    if (ids.length === 0) return
    if ((await this.#alive(ids)) === ids.length) return
    for (const id of ids)
      if ((await this.#alive([id])) === 0)
        this.#running.get(id)?.controller.abort(new Error('Another worker has taken this job.'))
  }

  async #alive(ids: string[]): Promise<number> {
    const answer = await this.#source.touch(this.#options.name, ids)
    return 'affected' in answer ? Number(answer.affected) : ids.length
  }
}

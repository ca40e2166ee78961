/** Aborts with a signal, or by itself after a time; unlike AbortSignal.timeout it leaves nothing behind once cleared. */
export class Deadline {
  readonly #controller = new AbortController()
  readonly #outer: AbortSignal
  readonly #timer: NodeJS.Timeout
  passed = false

  constructor(outer: AbortSignal, ms: number) {
    this.#outer = outer
    this.#timer = setTimeout(() => {
      this.passed = true
      this.#controller.abort(new DOMException('no answer within the deadline', 'TimeoutError'))
    }, ms)
    outer.addEventListener('abort', this.#onOuter, { once: true })
    if (outer.aborted) this.#onOuter()
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#outer.removeEventListener('abort', this.#onOuter)
  }

  readonly #onOuter = () => this.#controller.abort(this.#outer.reason)
}

import type { EngineState, Progress, StateKey } from '#server/detections/engine/state.ts'

/** State that is only ever text, as a database has it: what comes out was written and read again. */
export class TextState implements EngineState {
  readonly #texts: Map<string, string>

  constructor(texts: ReadonlyMap<string, string> = new Map()) {
    this.#texts = new Map(texts)
  }

  /** What a process that starts now would find. */
  restarted(): TextState {
    return new TextState(this.#texts)
  }

  get(key: StateKey): unknown {
    return this.#read(JSON.stringify([key.accountId, key.detectionId, key.key]))
  }

  set(key: StateKey, value: unknown): void {
    this.#texts.set(JSON.stringify([key.accountId, key.detectionId, key.key]), JSON.stringify(value))
  }

  progressOf(accountId: string): Progress | undefined {
    return this.#read(accountId) as Progress | undefined
  }

  setProgress(accountId: string, progress: Progress): void {
    this.#texts.set(accountId, JSON.stringify(progress))
  }

  #read(name: string): unknown {
    const text = this.#texts.get(name)
    return text === undefined ? undefined : JSON.parse(text)
  }
}

import { once } from 'node:events'
import { createGunzip, type Gunzip } from 'node:zlib'
import type { ByteSource } from './byte-source.ts'

export type GzipProblem = { reason: 'truncated-file' | 'broken-gzip'; detail: string }

/** In one go, so that memory is bounded: gzip makes at most a thousand bytes of one. */
const STEP_BYTES = 16 * 1024
const OUTPUT_BYTES = 256 * 1024

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

/**
 * What gzip packed, in one member or several. Damage is said and ends it; what comes before is handed on to the last byte,
 * where the source can be read again, and else to within 256 kB.
 */
export async function* gunzipped(
  source: ByteSource,
  say: (problem: GzipProblem) => void,
): AsyncGenerator<Uint8Array> {
  const gunzip = new Unpacker()
  let steps = 0
  let given = 0
  try {
    for await (const step of inSteps(source.open())) {
      const { pieces, error } = await gunzip.write(step)
      for (const piece of pieces) given += piece.length
      yield* pieces
      if (error) {
        if (source.again) yield* restOf(source, steps, given)
        say(problemOf(error))
        return
      }
      steps += 1
    }
    const { pieces, error } = await gunzip.end()
    yield* pieces
    if (error) say(problemOf(error))
  } finally {
    gunzip.destroy()
  }
}

/** Reads again up to the step in which the damage is, and that one byte by byte. */
async function* restOf(source: ByteSource, damagedStep: number, given: number): AsyncGenerator<Uint8Array> {
  const gunzip = new Unpacker()
  let step = 0
  let toSkip = given
  try {
    for await (const bytes of inSteps(source.open())) {
      for (const part of step < damagedStep ? [bytes] : inBytes(bytes)) {
        const { pieces, error } = await gunzip.write(part)
        for (const piece of pieces) {
          if (toSkip < piece.length) yield piece.subarray(toSkip)
          toSkip = Math.max(0, toSkip - piece.length)
        }
        if (error) return
      }
      if (step === damagedStep) return
      step += 1
    }
  } finally {
    gunzip.destroy()
  }
}

type Unpacked = { pieces: Uint8Array[]; error?: Error }

/** Gunzip as a call: all that a piece of input gives, also when it fails. */
class Unpacker {
  readonly #gunzip: Gunzip = createGunzip({ chunkSize: OUTPUT_BYTES })
  #pieces: Uint8Array[] = []
  #error: Error | undefined

  constructor() {
    this.#gunzip.on('data', (piece: Uint8Array) => this.#pieces.push(piece))
    this.#gunzip.on('error', (error) => {
      this.#error = error
    })
  }

  async write(bytes: Uint8Array): Promise<Unpacked> {
    if (this.#gunzip.readableEnded) return { pieces: [], error: new Error('behind the end') }
    await new Promise<void>((resolve) => {
      this.#gunzip.once('close', resolve)
      this.#gunzip.write(bytes, () => {
        this.#gunzip.off('close', resolve)
        resolve()
      })
    })
    return this.#take()
  }

  async end(): Promise<Unpacked> {
    if (!this.#gunzip.destroyed && !this.#gunzip.readableEnded) {
      this.#gunzip.end()
      await once(this.#gunzip, 'close').catch(() => undefined)
    }
    return this.#take()
  }

  destroy(): void {
    this.#gunzip.destroy()
  }

  #take(): Unpacked {
    const pieces = this.#pieces
    this.#pieces = []
    return this.#error ? { pieces, error: this.#error } : { pieces }
  }
}

function problemOf(error: Error): GzipProblem {
  const code = 'code' in error ? error.code : undefined
  return code === 'Z_BUF_ERROR'
    ? { reason: 'truncated-file', detail: 'The gzip file is broken off.' }
    : { reason: 'broken-gzip', detail: 'The gzip data is damaged; what comes behind is not read.' }
}

async function* inSteps(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += STEP_BYTES) yield chunk.subarray(at, at + STEP_BYTES)
  }
}

function* inBytes(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1) yield bytes.subarray(at, at + 1)
}

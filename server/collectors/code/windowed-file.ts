import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { RandomAccessReader } from 'yauzl'

const WINDOW_BYTES = 1024 * 1024

/**
 * A file that is read a megabyte at a time, for a zip of very many small entries: yauzl asks for each a few bytes, mostly
 * one after the other.
 */
export class WindowedFile extends RandomAccessReader {
  readonly size: number
  readonly #file: FileHandle
  #window: Buffer = Buffer.alloc(0)
  #from = 0

  private constructor(file: FileHandle, size: number) {
    super()
    this.#file = file
    this.size = size
  }

  static async open(path: string): Promise<WindowedFile> {
    const file = await open(path)
    const { size } = await file.stat()
    return new WindowedFile(file, size)
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#bytes(position, length).then(
      (bytes) => {
        bytes.copy(buffer, offset)
        callback(null)
      },
      (error: Error) => callback(error),
    )
  }

  override _readStreamForRange(start: number, end: number): Readable {
    if (end - start > WINDOW_BYTES)
      return this.#file.createReadStream({ start, end: end - 1, autoClose: false })
    const chunk = this.#bytes(start, end - start)
    return Readable.from(
      (async function* () {
        yield await chunk
      })(),
      { objectMode: false },
    )
  }

  override close(callback: (error: Error | null) => void): void {
    this.#file.close().then(
      () => callback(null),
      (error: Error) => callback(error),
    )
  }

  /** A copy: the window moves on while a stream still holds what it was given. */
  async #bytes(position: number, length: number): Promise<Buffer> {
    if (position + length > this.size) throw new Error('unexpected EOF')
    const isInside = position >= this.#from && position + length <= this.#from + this.#window.length
    if (!isInside) {
      const bytes = Buffer.alloc(Math.min(Math.max(length, WINDOW_BYTES), this.size - position))
      const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, position)
      if (bytesRead < length) throw new Error('unexpected EOF')
      this.#window = bytes.subarray(0, bytesRead)
      this.#from = position
      return Buffer.from(bytes.subarray(0, length))
    }
    const at = position - this.#from
    return Buffer.from(this.#window.subarray(at, at + length))
  }
}

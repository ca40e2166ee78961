import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { RandomAccessReader } from 'yauzl'

const WINDOW_BYTES = 1024 * 1024

/** One for the directory at a zip's end, the others for where its entries lie. */
const WINDOWS = 3

type Window = { from: number; bytes: Buffer }

/**
 * A file that is read a megabyte at a time, for a zip of very many small entries: yauzl asks for each a few bytes, mostly
 * one after the other.
 */
export class WindowedFile extends RandomAccessReader {
  readonly size: number
  readonly #file: FileHandle
  /** The one that was used last comes first. */
  #windows: Window[] = []

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
    this.bytes(position, length).then(
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
    const chunk = this.bytes(start, end - start)
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

  /** These bytes of the file; they are not changed afterwards. @throws Error beyond the file's end */
  async bytes(position: number, length: number): Promise<Buffer> {
    if (position < 0 || position + length > this.size) throw new Error('unexpected EOF')
    const { from, bytes } = this.#held(position, length) ?? (await this.#load(position, length))
    return bytes.subarray(position - from, position - from + length)
  }

  #held(position: number, length: number): Window | undefined {
    const at = this.#windows.findIndex(
      ({ from, bytes }) => position >= from && position + length <= from + bytes.length,
    )
    const found = this.#windows[at]
    if (found && at > 0) this.#windows = [found, ...this.#windows.filter((one) => one !== found)]
    return found
  }

  async #load(position: number, length: number): Promise<Window> {
    const wanted = Buffer.alloc(Math.min(Math.max(length, WINDOW_BYTES), this.size - position))
    const { bytesRead } = await this.#file.read(wanted, 0, wanted.length, position)
    if (bytesRead < length) throw new Error('unexpected EOF')
    const window = { from: position, bytes: wanted.subarray(0, bytesRead) }
    this.#windows = [window, ...this.#windows.slice(0, WINDOWS - 1)]
    return window
  }
}

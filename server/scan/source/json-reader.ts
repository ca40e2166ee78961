import { withoutMarksIn } from '#server/scan/template/unknown.ts'
import { type Place, setPlace } from './places.ts'
import { UnreadableError } from './problem.ts'

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const [OPEN_MAP, CLOSE_MAP, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d]
const MAX_DEPTH = 200
const MAY_HOLD_MARKS = /[\uE000\uE001]|\\ue00/i

/**
 * Reads JSON in UTF-8 byte by byte: what nobody asks for is passed over without being built, so that a file of many
 * megabytes costs little more than itself. Throws UnreadableError with the place of a fault.
 */
export class JsonReader {
  readonly #bytes: Buffer
  #at = 0
  /** Lines up to `#counted` are `#line`; `#lineStart` is where that line begins. */
  #line = 1
  #lineStart = 0
  #counted = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = this.#lineStart = 3
  }

  /** The place of the next value. Places are asked for from front to back. */
  place(): Place {
    this.#space()
    return this.#placeAt(this.#at)
  }

  /** Each key of the map that comes next; whoever asks reads or skips its value before asking for another. */
  *keys(): Generator<string> {
    this.#expect(OPEN_MAP, 'a map')
    this.#space()
    if (this.#take(CLOSE_MAP)) return
    for (;;) {
      this.#space()
      if (this.#bytes[this.#at] !== QUOTE) throw this.#fault('a key in double quotes is missing')
      const key = this.#text()
      this.#expect(COLON, 'a colon')
      yield key
      this.#space()
      if (this.#take(CLOSE_MAP)) return
      this.#expect(COMMA, 'a comma or the end of the map')
    }
  }

  /** Once for each item of the list that comes next. */
  *items(): Generator<number> {
    this.#expect(OPEN_LIST, 'a list')
    this.#space()
    if (this.#take(CLOSE_LIST)) return
    for (let index = 0; ; index += 1) {
      this.#space()
      yield index
      this.#space()
      if (this.#take(CLOSE_LIST)) return
      this.#expect(COMMA, 'a comma or the end of the list')
    }
  }

  isMap(): boolean {
    this.#space()
    return this.#bytes[this.#at] === OPEN_MAP
  }

  isList(): boolean {
    this.#space()
    return this.#bytes[this.#at] === OPEN_LIST
  }

  /** Passes the next value over. */
  skip(): void {
    this.#space()
    const from = this.#at
    let depth = 0
    const bytes = this.#bytes
    for (;;) {
      const byte = bytes[this.#at]
      if (byte === undefined && depth === 0 && this.#at > from) return
      if (byte === undefined) throw this.#fault('the file ends within a value')
      if (byte === QUOTE) this.#string()
      else if (byte === OPEN_MAP || byte === OPEN_LIST) {
        depth += 1
        this.#at += 1
      } else if (byte === CLOSE_MAP || byte === CLOSE_LIST) {
        if (depth === 0) break
        depth -= 1
        this.#at += 1
      } else if (byte === COMMA && depth === 0) break
      else this.#at += 1
      if (depth === 0 && (byte === QUOTE || byte === CLOSE_MAP || byte === CLOSE_LIST)) return
    }
    if (this.#at === from) throw this.#fault('a value is missing')
  }

  /** The next value, without the places of what is in it. */
  plain(): unknown {
    this.#space()
    const from = this.#at
    this.skip()
    try {
      return this.#parsed(from)
    } catch (error) {
      if (error instanceof RangeError) throw new UnreadableError('Nested too deeply.', this.#placeAt(from))
      throw new UnreadableError('Not valid JSON.', this.#placeAt(from))
    }
  }

  /** The next value with the places of its members; `onDuplicate` hears of keys that stand twice in one map. */
  value(onDuplicate: (key: string, place: Place) => void = () => undefined, depth = 0): unknown {
    if (depth > MAX_DEPTH) throw new UnreadableError('Nested too deeply.', this.place())
    if (this.isMap()) {
      const map: Record<string, unknown> = {}
      let place = this.place()
      for (const key of this.keys()) {
        place = this.place()
        if (Object.hasOwn(map, key)) onDuplicate(key, place)
        const value = this.value(onDuplicate, depth + 1)
        Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
        setPlace(map, key, place)
      }
      return map
    }
    if (!this.isList()) return this.plain()
    const list: unknown[] = []
    for (const index of this.items()) {
      setPlace(list, index, this.place())
      list.push(this.value(onDuplicate, depth + 1))
    }
    return list
  }

  /** Says so where anything but white space follows. */
  end(): void {
    this.#space()
    if (this.#at < this.#bytes.length) throw this.#fault('something follows after the end')
  }

  #text(): string {
    const from = this.#at
    this.#string()
    try {
      return String(this.#parsed(from))
    } catch {
      throw new UnreadableError('Not valid JSON: a text is not closed or not escaped.', this.#placeAt(from))
    }
  }

  #parsed(from: number): unknown {
    const text = this.#bytes.toString('utf8', from, this.#at)
    const value: unknown = JSON.parse(text)
    return MAY_HOLD_MARKS.test(text) ? withoutMarksIn(value) : value
  }

  #string(): void {
    const from = this.#at
    const bytes = this.#bytes
    let at = from + 1
    for (let byte = bytes[at]; byte !== QUOTE; byte = bytes[at]) {
      if (byte === undefined)
        throw new UnreadableError('Not valid JSON: a text is not closed.', this.#placeAt(from))
      at += byte === BACKSLASH ? 2 : 1
    }
    this.#at = at + 1
  }

  #space(): void {
    for (;;) {
      const byte = this.#bytes[this.#at]
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return
      this.#at += 1
    }
  }

  #take(byte: number): boolean {
    if (this.#bytes[this.#at] !== byte) return false
    this.#at += 1
    return true
  }

  #expect(byte: number, what: string): void {
    this.#space()
    if (!this.#take(byte)) throw this.#fault(`${what} is missing`)
  }

  #fault(text: string): UnreadableError {
    return new UnreadableError(`Not valid JSON: ${text}.`, this.#placeAt(this.#at))
  }

  /** Counts on from the last place that was asked for; going back, it counts from the start. */
  #placeAt(offset: number): Place {
    if (offset < this.#counted) {
      this.#line = 1
      this.#lineStart = this.#counted = 0
    }
    for (;;) {
      const newline = this.#bytes.subarray(this.#counted, offset).indexOf(0x0a)
      if (newline < 0) break
      this.#line += 1
      this.#counted += newline + 1
      this.#lineStart = this.#counted
    }
    this.#counted = Math.max(this.#counted, offset)
    return { line: this.#line, column: offset - this.#lineStart + 1 }
  }
}

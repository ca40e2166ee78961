import { isUtf8 } from 'node:buffer'
import { parseJson } from '#server/domain/json.ts'
import {
  BACKSLASH,
  CLOSE_BRACKET,
  endOfPlain,
  IS_MARK,
  IS_SPACE,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './json-bytes.ts'
import { findRecordStart, isContainerList, isLineStart, isTimestamp } from './json-landmarks.ts'

/** AWS's largest record is 256 kB. */
export const MAX_RECORD_BYTES = 1024 * 1024
export const MAX_DEPTH = 200
const MAX_LISTS = 8
/** Enough for a record's first key with the white space around it. */
const SEARCH_TAIL_BYTES = 256
/** Looking for the next record goes back over what was read: so often, and no oftener, until a record is whole again. */
const MAX_SEARCHES = 20

export type SplitValue = { at: number; value: unknown; invalidUtf8: boolean }
export type SplitProblem = {
  at: number
  reason: 'broken-json' | 'too-large' | 'too-deep' | 'truncated-file'
  detail: string
}

/** `ofObject`: the list belongs to an object, such as that of `{"Records": […]}`, which goes on behind it. */
type List = { ofObject: boolean; ofRows: boolean }

/**
 * Takes JSON apart as its bytes come, and hands on one record at a time: the elements of `{"Records": […]}` and of its
 * like, of lists, and values one after another. Holds one record in memory. What is broken is said, and the next record
 * looked for.
 */
export class JsonSplitter {
  readonly values: SplitValue[] = []
  readonly problems: SplitProblem[] = []
  #bytes: Buffer = Buffer.alloc(0)
  /** Where `#bytes` begins in all that was pushed. */
  #offset = 0
  #next = 0
  #mode: 'between' | 'inside' | 'searching' = 'between'
  #lists: List[] = []
  #start = 0
  #depth = 0
  #inString = false
  /** Of the object whose list of records was read: it is no record itself. */
  #isWrapper = false
  #isTooDeep = false
  /** The open value is too large, and no longer kept. */
  #isDropped = false
  #strayAt = -1
  #searches = 0
  #wasDamaged = false

  push(chunk: Uint8Array): void {
    const kept = this.#keptFrom()
    const rest = this.#bytes.subarray(kept)
    this.#bytes = rest.length === 0 ? asBuffer(chunk) : Buffer.concat([rest, chunk])
    this.#offset += kept
    this.#next -= kept
    this.#start -= kept
    this.#strayAt = this.#strayAt < 0 ? -1 : Math.max(0, this.#strayAt - kept)
    this.#scan()
  }

  end(): void {
    while (this.#mode === 'inside') {
      this.#fail(
        'truncated-file',
        this.#isWrapper ? 'The file is broken off.' : 'The last record is broken off.',
      )
      this.#scan()
    }
    this.#endStray(this.#bytes.length)
    if (this.#lists.length > 0 && !this.#wasDamaged) {
      this.#say('truncated-file', 'The list of records does not end: the file is broken off.', this.#next)
    }
  }

  #keptFrom(): number {
    const { length } = this.#bytes
    if (this.#mode === 'inside')
      return this.#isDropped ? Math.max(0, this.#next - SEARCH_TAIL_BYTES) : this.#start
    if (this.#mode === 'searching') return Math.max(0, length - SEARCH_TAIL_BYTES)
    return this.#strayAt < 0 ? this.#next : Math.max(this.#strayAt, this.#next - 64)
  }

  #scan(): void {
    while (this.#next < this.#bytes.length) {
      const before = this.#next
      const mode = this.#mode
      if (mode === 'between') this.#scanBetween()
      else if (mode === 'inside') this.#scanInside()
      else this.#search()
      if (this.#next === before && this.#mode === mode) return
    }
  }

  #scanBetween(): void {
    const bytes = this.#bytes
    for (let i = this.#next; i < bytes.length; i += 1) {
      const byte = bytes[i] as number
      if (IS_SPACE[byte] === 1) continue
      if (byte === OPEN_BRACE || byte === QUOTE || byte === OPEN_BRACKET) {
        this.#endStray(i)
        const of = this.#lists.at(-1)
        if (byte === OPEN_BRACKET && this.#lists.length < MAX_LISTS / 2 && !of?.ofRows) {
          this.#lists.push({ ofObject: false, ofRows: false })
          continue
        }
        this.#open(i)
        return
      }
      const list = byte === CLOSE_BRACKET ? this.#lists.pop() : undefined
      if (list?.ofObject) {
        this.#endStray(i)
        this.#open(i + 1)
        this.#isWrapper = true
        this.#depth = 1
        return
      }
      const isExpected = list !== undefined || (this.#wasDamaged && IS_MARK[byte] === 1)
      if (!isExpected && this.#strayAt < 0) this.#strayAt = i
    }
    this.#next = bytes.length
  }

  #open(at: number): void {
    this.#mode = 'inside'
    this.#start = at
    this.#next = at
    this.#depth = 0
    this.#inString = false
    this.#isWrapper = false
    this.#isTooDeep = false
    this.#isDropped = false
  }

  #scanInside(): void {
    const bytes = this.#bytes
    const { length } = bytes
    let i = this.#next
    while (i < length) {
      if (this.#inString) {
        i = endOfPlain(bytes, i)
        if (i >= length) break
        const byte = bytes[i]
        if (byte === NEWLINE) {
          this.#next = i
          this.#fail('broken-json', 'A line ends inside a text.')
          return
        }
        if (byte === BACKSLASH) {
          if (i + 1 >= length) break
          i += 2
          continue
        }
        this.#inString = false
        i += 1
        if (this.#depth === 0) {
          this.#close(i)
          return
        }
        continue
      }
      while (i < length && IS_MARK[bytes[i] as number] === 0) i += 1
      if (i >= length) break
      const byte = bytes[i]
      if (byte === QUOTE) {
        if (this.#depth > 1 && isLineStart(bytes, i, this.#start)) {
          this.#startOver(i - 1)
          return
        }
        this.#inString = true
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (byte === OPEN_BRACKET && this.#depth === 1 && this.#enter(i)) return
        this.#depth += 1
        if (this.#depth > MAX_DEPTH) this.#isTooDeep = true
      } else {
        this.#depth -= 1
        if (this.#depth === 0) {
          this.#close(i + 1)
          return
        }
      }
      i += 1
    }
    this.#next = i
    this.#bound()
  }

  /** The list of an object that is no record but holds them. */
  #enter(at: number): boolean {
    if (this.#isDropped || this.#lists.length >= MAX_LISTS) return false
    const name = isContainerList(this.#bytes, at, this.#start)
    if (name === undefined) return false
    this.#lists.push({ ofObject: true, ofRows: name === 'QueryResultRows' })
    this.#mode = 'between'
    this.#next = at + 1
    return true
  }

  #close(end: number): void {
    const start = this.#start
    this.#mode = 'between'
    this.#next = end
    if (this.#isWrapper) return
    if (this.#isDropped || end - start > MAX_RECORD_BYTES) {
      this.#say('too-large', tooLarge(), start)
      return
    }
    if (this.#isTooDeep) {
      this.#say('too-deep', `More than ${MAX_DEPTH} levels.`, start)
      return
    }
    const text = this.#bytes.toString('utf8', start, end)
    const value = parseJson(text)
    if (value === undefined) {
      this.#say('broken-json', 'Not valid JSON.', start)
      const next = findRecordStart(this.#bytes, start + 1, end)
      if (next !== undefined && this.#mayGoBack()) this.#next = next
      return
    }
    this.#searches = 0
    const invalidUtf8 = text.includes('\uFFFD') && !isUtf8(this.#bytes.subarray(start, end))
    this.values.push({ at: this.#offset + start, value, invalidUtf8 })
  }

  /** A record that was never closed, and a line that begins another. */
  #startOver(at: number): void {
    this.#wasDamaged = true
    if (!this.#isWrapper) this.#say('broken-json', 'The record is broken off.', this.#start)
    this.#lists = []
    this.#open(at)
  }

  #bound(): void {
    const { length } = this.#bytes
    if (this.#isWrapper) {
      if (!this.#inString) this.#start = Math.max(this.#start, this.#next - SEARCH_TAIL_BYTES)
      else if (length - this.#start > MAX_RECORD_BYTES) this.#start = length - SEARCH_TAIL_BYTES
      return
    }
    if (!this.#isDropped && length - this.#start <= MAX_RECORD_BYTES) return
    const next = findRecordStart(this.#bytes, Math.max(0, this.#start + 1), length)
    if (next === undefined) this.#isDropped = true
    else this.#fail('too-large', tooLarge(), next)
  }

  /** Says that the open value is broken, and goes on with looking for the next record. */
  #fail(reason: SplitProblem['reason'], detail: string, next = this.#start + 1): void {
    this.#say(reason, detail, this.#start)
    this.#mode = 'searching'
    if (this.#mayGoBack()) this.#next = Math.max(0, next)
  }

  #mayGoBack(): boolean {
    this.#wasDamaged = true
    this.#searches += 1
    return this.#searches <= MAX_SEARCHES
  }

  #search(): void {
    const next = findRecordStart(this.#bytes, this.#next, this.#bytes.length)
    // A key that is still to come whole may begin in what was read.
    if (next === undefined) this.#next = Math.max(this.#next, this.#bytes.length - SEARCH_TAIL_BYTES)
    else this.#open(next)
  }

  #endStray(at: number): void {
    if (this.#strayAt < 0) return
    const bytes = this.#bytes.subarray(this.#strayAt, at)
    if (!isTimestamp(bytes)) this.#say('broken-json', 'Something that is no JSON object.', this.#strayAt)
    this.#strayAt = -1
  }

  #say(reason: SplitProblem['reason'], detail: string, at: number): void {
    this.problems.push({ at: this.#offset + at, reason, detail })
  }
}

function tooLarge(): string {
  return `More than ${MAX_RECORD_BYTES / 1024} kB.`
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

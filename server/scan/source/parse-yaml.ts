import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type Scalar,
} from 'yaml'
import { withoutMarks } from '#server/scan/template/unknown.ts'
import { type Place, setPlace } from './places.ts'
import { type Problems, UnreadableError } from './problem.ts'

/** Values that a document may hold once its anchors are put in. */
const MAX_VALUES = 250_000
const MAX_DEPTH = 100

/**
 * Reads one YAML document. Throws UnreadableError where there is none to read; other faults go to `problems`. Places of
 * an included file hold its name.
 */
export function parseYaml(text: string, problems: Problems, included?: string): unknown {
  const lines = new LineCounter()
  const [document, ...more] = documentsOf(text, lines)
  if (!document) return undefined
  if (more.length > 0)
    problems.add('note', 'Holds several YAML documents: the first alone is read.', {
      line: lines.linePos(more[0]?.range[0] ?? 0).line,
      column: 1,
    })
  for (const error of document.errors) {
    const place = placeIn(lines, error.pos[0])
    const message = (error.message.split('\n')[0] ?? '').replace(/ at line \d+.*$/, '')
    if (/call stack/.test(message)) throw new UnreadableError('Nested too deeply.', place)
    if (error.code !== 'DUPLICATE_KEY') throw new UnreadableError(`Not valid YAML: ${message}`, place)
    problems.add('error', 'The same key stands twice in one map: the last one is taken.', place)
  }
  return new Reader(lines, included).read(document.contents, 0).value
}

function documentsOf(text: string, lines: LineCounter): Document.Parsed[] {
  try {
    const found = parseAllDocuments(text, {
      lineCounter: lines,
      schema: 'core',
      logLevel: 'silent',
    })
    return Array.isArray(found) ? found : []
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableError('Nested too deeply.')
    throw new UnreadableError('Not valid YAML.')
  }
}

function placeIn(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

type Read = { value: unknown; size: number }

class Reader {
  readonly #lines: LineCounter
  readonly #included: string | undefined
  readonly #anchors = new Map<string, Read | 'open'>()
  #total = 0

  constructor(lines: LineCounter, included: string | undefined) {
    this.#lines = lines
    this.#included = included
  }

  read(node: unknown, depth: number): Read {
    const given = node as (Node & { range?: [number, number, number] | null }) | null
    if (depth > MAX_DEPTH) throw new UnreadableError('Nested too deeply.', this.#place(given))
    if (isAlias(given)) return this.#alias(given.source, this.#place(given))
    const anchor = given && 'anchor' in given ? given.anchor : undefined
    if (anchor) this.#anchors.set(anchor, 'open')
    const before = this.#total
    this.#count(1, given)
    const value = withTag(given?.tag, this.#content(given, depth))
    const read = { value, size: this.#total - before }
    if (anchor) this.#anchors.set(anchor, read)
    return read
  }

  #alias(name: string, place: Place): Read {
    const target = this.#anchors.get(name)
    if (!target) throw new UnreadableError(`There is no anchor &${name} before this.`, place)
    if (target === 'open') throw new UnreadableError(`The anchor &${name} refers to itself.`, place)
    this.#total += target.size
    if (this.#total > MAX_VALUES) throw tooMany(place)
    return target
  }

  #content(node: Node | null, depth: number): unknown {
    if (isMap(node)) {
      const map: Record<string, unknown> = {}
      for (const pair of node.items) {
        const key = isScalar(pair.key) ? withoutMarks(String(pair.key.value ?? '')) : ''
        const { value } = this.read(pair.value, depth + 1)
        if (key === '<<') mergeInto(map, value)
        else define(map, key, value)
        setPlace(map, key, this.#place(pair.key as Node))
      }
      return map
    }
    if (isSeq(node)) {
      const list = node.items.map((item) => this.read(item, depth + 1).value)
      for (const [index, item] of node.items.entries()) setPlace(list, index, this.#place(item as Node))
      return list
    }
    return isScalar(node) ? scalarOf(node) : null
  }

  #count(size: number, node: Node | null): void {
    this.#total += size
    if (this.#total > MAX_VALUES) throw tooMany(this.#place(node))
  }

  #place(node: { range?: [number, number, number] | null } | null | undefined): Place {
    const place = placeIn(this.#lines, node?.range?.[0] ?? 0)
    return this.#included === undefined ? place : { ...place, file: this.#included }
  }
}

const tooMany = (place: Place) =>
  new UnreadableError(
    `Holds more than ${MAX_VALUES} values once its anchors are put in: not read further.`,
    place,
  )

/** Own properties alone: `__proto__` is a key like any other. */
function define(map: object, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
}

function mergeInto(map: Record<string, unknown>, value: unknown): void {
  for (const source of [value].flat())
    if (typeof source === 'object' && source !== null)
      for (const [key, item] of Object.entries(source)) if (!Object.hasOwn(map, key)) define(map, key, item)
}

/** Account ids that begin with 0 and long numbers are text to AWS. */
function scalarOf({ value, source }: Scalar): unknown {
  if (typeof value === 'bigint') return source ?? String(value)
  if (typeof value === 'number' && source !== undefined && /^0\d|^\d{12,}$/.test(source)) return source
  return typeof value === 'string' ? withoutMarks(value) : (value ?? null)
}

/** CloudFormation's short forms: `!Ref a` is `{ Ref: a }`, `!GetAtt a.b` is `{ Fn::GetAtt: [a, b] }`. */
function withTag(tag: string | undefined, value: unknown): unknown {
  const name = tag?.match(/^!([A-Z]\w*)$/)?.[1]
  if (name === undefined) return value
  if (name === 'Ref' || name === 'Condition') return { [name]: value }
  if (name !== 'GetAtt' || typeof value !== 'string') return { [`Fn::${name}`]: value }
  const dot = value.indexOf('.')
  return { 'Fn::GetAtt': dot < 0 ? [value, ''] : [value.slice(0, dot), value.slice(dot + 1)] }
}

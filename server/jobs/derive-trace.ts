import { createHash } from 'node:crypto'
import { isObject } from '#server/domain/json.ts'
import type { SourceIndex } from '#server/domain/triggers/source-index.ts'

/** What one computation asked of the index, each as JSON of the method's name and its arguments. */
export type Trace = string[]

/** Content hash of a stored record; undefined of any other object. */
export type HashOf = (record: object) => string | undefined

type Ask = (...args: unknown[]) => unknown

/** The index, with a note of each thing that is asked of it until `take` hands the notes over. */
export function traceIndex(index: SourceIndex): { index: SourceIndex; take: () => Trace } {
  let asked = new Set<string>()
  const noted =
    (name: string, ask: Ask): Ask =>
    (...args) => {
      asked.add(JSON.stringify([name, ...args]))
      return ask(...args)
    }
  const collected = new Proxy(index.collected, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      const ask: unknown = typeof value === 'function' ? value.bind(target) : value
      if (name === 'has') return noted('collected', ask as Ask)
      asked.add('["collected"]')
      return ask
    },
  })
  const methods = Object.entries(index).flatMap(([name, value]) =>
    typeof value === 'function' ? [[name, noted(name, value as Ask)]] : [],
  )
  const take = () => {
    const trace = [...asked].sort()
    asked = new Set()
    return trace
  }
  return { index: { ...(Object.fromEntries(methods) as SourceIndex), collected }, take }
}

/** A value with each stored record, and what names one as its `record`, given by the record's hash. */
function digest(value: unknown, hashOf: HashOf): unknown {
  if (value instanceof Set) return [...value].sort()
  if (Array.isArray(value)) return value.map((item) => digest(item, hashOf))
  if (!isObject(value)) return value ?? null
  const hash = hashOf(isObject(value.record) ? value.record : value)
  if (hash !== undefined) return hash
  return Object.entries(value).map(([key, item]) => [key, digest(item, hashOf)])
}

function ask(index: SourceIndex, lookup: string): unknown {
  const [name, ...args] = JSON.parse(lookup) as [keyof SourceIndex, ...unknown[]]
  if (name === 'collected') return args.length === 0 ? index.collected : index.collected.has(String(args[0]))
  const method = index[name] as Ask | undefined
  return method?.(...args)
}

/** Hash of what the index answers now to what was asked then: the same as long as nothing changed that was looked at. */
export function hashAnswers(index: SourceIndex, trace: Trace, hashOf: HashOf): string {
  const hash = createHash('sha256')
  for (const lookup of trace) hash.update(`${lookup}=${JSON.stringify(digest(ask(index, lookup), hashOf))}\n`)
  return hash.digest('hex')
}

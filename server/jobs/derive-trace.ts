import { createHash } from 'node:crypto'
import type { SourceIndex } from '#server/domain/triggers/source-index.ts'

type Lookup = [name: keyof SourceIndex, ...args: string[]]
/** What one computation asked of the index, as JSON of its lookups. */
export type Trace = string[]

/** The index, with a note of each thing that is asked of it until `take` hands the notes over. */
export function traceIndex(index: SourceIndex): { index: SourceIndex; take: () => Trace } {
  let asked = new Set<string>()
  const note = (...lookup: Lookup) => {
    asked.add(JSON.stringify(lookup))
  }
  const collected = new Proxy(index.collected, {
    get: (target, name) => {
      if (name === 'has')
        return (key: string) => {
          note('collected', key)
          return target.has(key)
        }
      note('collected')
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const traced: SourceIndex = {
    collected,
    linksTo: (arn) => (note('linksTo', arn), index.linksTo(arn)),
    eventSource: (arn) => (note('eventSource', arn), index.eventSource(arn)),
    api: (account, region, id) => (note('api', account, region, id), index.api(account, region, id)),
    loadBalancerOf: (arn) => (note('loadBalancerOf', arn), index.loadBalancerOf(arn)),
    userPool: (arn) => (note('userPool', arn), index.userPool(arn)),
    webAcl: (arn) => (note('webAcl', arn), index.webAcl(arn)),
    webAclsBefore: (arn) => (note('webAclsBefore', arn), index.webAclsBefore(arn)),
    frontsOf: (host) => (note('frontsOf', host), index.frontsOf(host)),
    unseenFor: (account, region) => (note('unseenFor', account, region), index.unseenFor(account, region)),
    unseenKinds: (account, region) => (
      note('unseenKinds', account, region), index.unseenKinds(account, region)
    ),
  }
  const take = () => {
    const trace = [...asked].sort()
    asked = new Set()
    return trace
  }
  return { index: traced, take }
}

type HashOf = (record: object) => string

function answer(index: SourceIndex, [name, a = '', b = '', c = '']: Lookup, hashOf: HashOf): unknown {
  const one = (record: object | undefined) => (record ? hashOf(record) : null)
  switch (name) {
    case 'collected':
      return a === '' ? [...index.collected].sort() : index.collected.has(a)
    case 'linksTo':
      return index.linksTo(a).map(({ record }) => hashOf(record))
    case 'eventSource':
      return one(index.eventSource(a))
    case 'api':
      return one(index.api(a, b, c))
    case 'loadBalancerOf':
      return one(index.loadBalancerOf(a))
    case 'userPool':
      return one(index.userPool(a))
    case 'webAcl':
      return one(index.webAcl(a))
    case 'webAclsBefore':
      return index.webAclsBefore(a).map(hashOf)
    case 'frontsOf':
      return index.frontsOf(a).map(({ record }) => hashOf(record))
    case 'unseenFor':
      return index.unseenFor(a, b)
    case 'unseenKinds':
      return [...index.unseenKinds(a, b)].sort()
  }
}

/** Hash of what the index answers now to what was asked then: the same as long as nothing changed that was looked at. */
export function hashAnswers(index: SourceIndex, trace: Trace, hashOf: HashOf): string {
  const hash = createHash('sha256')
  for (const lookup of trace)
    hash.update(`${lookup}=${JSON.stringify(answer(index, JSON.parse(lookup) as Lookup, hashOf))}\n`)
  return hash.digest('hex')
}

import { compileGlob, type Glob, matchesGlob } from '#server/domain/iam/glob.ts'
import { type IpRange, ipRangeHolds, parseIpRange } from '#server/domain/iam/ip-range.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** Who, with what and from where: what an allow-list entry is held against. */
export type AllowSubject = Pick<
  TrailRecord,
  'accountId' | 'actorArn' | 'roleArn' | 'tool' | 'sourceIp' | 'functionName'
>

/** What is expected and raises no alert. Everything that an entry names has to hold; null is anything. */
export type AllowEntry = {
  id: string
  /** No ids: every detection. */
  detectionIds: readonly string[]
  accountId: string | null
  /** Of the actor's ARN or the role's; `*` and `?` are wildcards. */
  principal: string | null
  tool: string | null
  /** An address or a range in CIDR notation. */
  network: string | null
  /** `*` and `?` are wildcards. */
  functionName: string | null
}

type Compiled<E> = {
  entry: E
  ids: ReadonlySet<string>
  principal: Glob | null
  /** undefined where it cannot be read: nothing comes from there. */
  network: IpRange | null | undefined
  functionName: Glob | null
}

/** Entries made ready, so that they can be held against many hits. */
export class AllowList<E extends AllowEntry> {
  readonly #entries: readonly Compiled<E>[]

  constructor(entries: readonly E[]) {
    this.#entries = entries.filter(saysSomething).map((entry) => ({
      entry,
      ids: new Set(entry.detectionIds),
      principal: entry.principal === null ? null : compileGlob(entry.principal),
      network: entry.network === null ? null : parseIpRange(entry.network),
      functionName: entry.functionName === null ? null : compileGlob(entry.functionName),
    }))
  }

  /** The first entry that allows this to somebody; undefined where none does. */
  entryFor(detectionId: string, subject: AllowSubject): E | undefined {
    return this.#entries.find((one) => allows(one, detectionId, subject))?.entry
  }
}

/** An entry that names nothing but detections would be a switch: it allows nothing. */
function saysSomething(entry: AllowEntry): boolean {
  return [entry.accountId, entry.principal, entry.tool, entry.network, entry.functionName].some(
    (part) => part !== null,
  )
}

function allows(one: Compiled<AllowEntry>, detectionId: string, subject: AllowSubject): boolean {
  const { entry, ids } = one
  return (
    (ids.size === 0 || ids.has(detectionId)) &&
    (entry.accountId === null || entry.accountId === subject.accountId) &&
    (entry.tool === null || entry.tool === subject.tool) &&
    (one.principal === null || covers(one.principal, subject.actorArn, subject.roleArn)) &&
    (one.functionName === null || covers(one.functionName, subject.functionName)) &&
    (one.network === null || isWithin(one.network, subject.sourceIp))
  )
}

function covers(glob: Glob, ...texts: (string | null)[]): boolean {
  return texts.some((text) => text !== null && text !== '' && matchesGlob(glob, text) === 'true')
}

function isWithin(network: IpRange | undefined, address: string | null): boolean {
  const range = address === null ? undefined : parseIpRange(address)
  return network !== undefined && range !== undefined && ipRangeHolds(network, range)
}

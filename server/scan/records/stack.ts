import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { functionTarget } from '#server/domain/triggers/function-target.ts'
import type { Place } from '#server/scan/source/places.ts'
import type { Home } from '#server/scan/template/home.ts'
import type { TemplateResource } from '#server/scan/template/template.ts'
import { isUnknownText } from '#server/scan/template/unknown.ts'
import { textIn } from './readers.ts'

/** A record with the resource that it was made of; `also` are resources that say more of it. */
export type Mapped = { record: ResourceRecord; of: TemplateResource; also?: readonly TemplateResource[] }

const NONE: readonly never[] = []

/** A record with where it is written; `written` are the properties that somebody wrote, with their places. */
export type Located = { record: ResourceRecord; id: string; place: Place; written: readonly object[] }

/** The resources of one template, found by type. */
export class Stack {
  readonly home: Home
  readonly resources: readonly TemplateResource[]
  readonly #byType: ReadonlyMap<string, TemplateResource[]>
  readonly #asked = new Set<string>()
  readonly #indexes = new Map<string, ReadonlyMap<string, TemplateResource[]>>()

  constructor(resources: readonly TemplateResource[], home: Home) {
    this.home = home
    this.resources = resources
    this.#byType = Map.groupBy(resources, (resource) => resource.type)
  }

  of(...types: string[]): readonly TemplateResource[] {
    for (const type of types) this.#asked.add(type)
    const [first, ...more] = types
    if (first !== undefined && more.length === 0) return this.#byType.get(first) ?? NONE
    return types.flatMap((type) => [...(this.#byType.get(type) ?? NONE)])
  }

  /** Resources of types that no mapper asked for. */
  left(): TemplateResource[] {
    return this.resources.filter(({ type }) => !this.#asked.has(type) && !type.startsWith('Scan::'))
  }

  /** A function in any form that Lambda takes; undefined where it is not known which one it is. */
  functionNamed(value: unknown): { arn: string; qualifier: string | null } | undefined {
    return typeof value === 'string' && !isUnknownText(value) ? functionTarget(value, this.home) : undefined
  }

  /** Resources of a type that name one thing, by what they say of it. */
  naming(type: string, property: string, names: readonly string[]): TemplateResource[] {
    const index = this.#index(`${type}.${property}`, type, ({ properties }) => {
      const value = properties[property]
      return (Array.isArray(value) ? value : [value]).map(textIn)
    })
    return [...new Set(names.flatMap((name) => index.get(name) ?? []))]
  }

  named(type: string, name: string): TemplateResource | undefined {
    return this.#index(`${type} names`, type, (resource) => [resource.name]).get(name)?.[0]
  }

  withArn(type: string, arn: string): TemplateResource | undefined {
    return this.#index(`${type} arns`, type, (resource) => [resource.arn]).get(arn)?.[0]
  }

  #index(
    key: string,
    type: string,
    keysOf: (resource: TemplateResource) => string[],
  ): ReadonlyMap<string, TemplateResource[]> {
    const kept = this.#indexes.get(key)
    if (kept) return kept
    const index = new Map<string, TemplateResource[]>()
    for (const resource of this.of(type))
      for (const one of keysOf(resource)) {
        const list = index.get(one)
        if (list) list.push(resource)
        else index.set(one, [resource])
      }
    this.#indexes.set(key, index)
    return index
  }
}

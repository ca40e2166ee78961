import { asObject, asText, isObject } from '#server/domain/json.ts'
import { copyPlaces } from '#server/scan/source/places.ts'
import { decideCondition } from './conditions.ts'
import type { Home } from './home.ts'
import { INTRINSICS } from './intrinsics.ts'
import { parameterValue } from './parameters.ts'
import { type Naming, nameProperty, namingOf } from './resource-names.ts'
import type { RawResource, Template, TemplateResource } from './template.ts'
import { isUnknownText, unknownText } from './unknown.ts'

const MAX_STEPS = 2_000_000
const MAX_DEPTH = 120
const MAX_TEXT = 200_000
const MAX_NAME = 512

/** Stands for `AWS::NoValue`: whatever has it is left out. */
export const NO_VALUE = undefined

const DYNAMIC = /\{\{resolve:([^}]*)\}\}/g

/** Works out CloudFormation's intrinsic functions as far as a template alone tells. Never throws on a template's content. */
export class Resolver {
  readonly home: Home
  readonly #template: Template
  readonly #given: ReadonlyMap<string, string>
  readonly #namings = new Map<string, Naming | 'open'>()
  readonly #conditions = new Map<string, boolean | undefined>()
  #steps = 0

  constructor(template: Template, home: Home, given: ReadonlyMap<string, string>) {
    this.#template = template
    this.home = home
    this.#given = given
  }

  get mappings(): Record<string, unknown> {
    return this.#template.mappings
  }

  /** The value with what can be resolved resolved. Resolving the result again changes nothing but what looks like a function. */
  resolve(value: unknown, depth = 0): unknown {
    this.#steps += 1
    if (this.#steps > MAX_STEPS || depth > MAX_DEPTH) return unknownText('too large to resolve')
    if (typeof value === 'string') return this.#text(value)
    if (Array.isArray(value)) {
      const list = value.map((item) => this.resolve(item, depth + 1))
      if (list.includes(NO_VALUE)) return list.filter((item) => item !== NO_VALUE)
      copyPlaces(value, list)
      return list
    }
    if (!isObject(value)) return value
    const [name, ...others] = Object.keys(value)
    if (name !== undefined && others.length === 0) {
      if (name === 'Ref') return this.ref(asText(value.Ref) ?? '')
      if (name === 'Condition' && typeof value.Condition === 'string') {
        const decided = this.condition(value.Condition)
        return decided ?? unknownText(value.Condition)
      }
      const intrinsic = Object.hasOwn(INTRINSICS, name) ? INTRINSICS[name] : undefined
      if (intrinsic) return this.#limited(intrinsic(value[name], this, depth + 1))
      if (name.startsWith('Fn::')) return unknownText(name)
    }
    return this.#map(value, depth)
  }

  ref(name: string): unknown {
    const pseudo = this.#pseudo(name)
    if (pseudo) return pseudo.value
    if (Object.hasOwn(this.#template.parameters, name))
      return parameterValue(name, asObject(this.#template.parameters[name]), this.#given.get(name))
    return this.naming(name)?.ref ?? unknownText(name)
  }

  attribute(id: string, attribute: string): unknown {
    return this.naming(id)?.attribute(attribute) ?? unknownText(`${id}.${attribute}`)
  }

  /** Undefined where it is known only when deployed. */
  condition(name: string): boolean | undefined {
    if (this.#conditions.has(name)) return this.#conditions.get(name)
    this.#conditions.set(name, undefined)
    const raw = Object.hasOwn(this.#template.conditions, name) ? this.#template.conditions[name] : undefined
    const decided = decideCondition(raw, this)
    this.#conditions.set(name, decided)
    return decided
  }

  naming(id: string): Naming | undefined {
    const known = this.#namings.get(id)
    if (known) return known === 'open' ? undefined : known
    const resource = this.#template.resources.get(id)
    if (!resource) return undefined
    this.#namings.set(id, 'open')
    const naming = this.#name(resource)
    this.#namings.set(id, naming)
    return naming
  }

  /** Every resource that exists, or may exist, with its properties resolved. */
  resources(): TemplateResource[] {
    return [...this.#template.resources.values()].flatMap((raw) => {
      if (raw.condition !== undefined && this.condition(raw.condition) === false) return []
      const { id, type, place } = raw
      const { name, arn = '' } = this.naming(id) ?? { name: id }
      const properties = asObject(this.resolve(raw.properties))
      const written = raw.written === raw.properties ? properties : this.resolve(raw.written)
      return [{ id, type, name, arn, properties, place, written: isObject(written) ? written : {} }]
    })
  }

  #map(value: Record<string, unknown>, depth: number): unknown {
    const map: Record<string, unknown> = {}
    for (const [key, item] of Object.entries(value)) {
      const resolved = this.resolve(item, depth + 1)
      if (resolved !== NO_VALUE)
        Object.defineProperty(map, key, {
          value: resolved,
          enumerable: true,
          configurable: true,
          writable: true,
        })
    }
    copyPlaces(value, map)
    return map
  }

  #text(value: string): string {
    if (!value.includes('{{resolve:')) return value
    return value.replace(DYNAMIC, (_, what: string) => unknownText(`resolve:${what}`))
  }

  #limited(value: unknown): unknown {
    return typeof value === 'string' && value.length > MAX_TEXT ? unknownText('too large to resolve') : value
  }

  #pseudo(name: string): { value: unknown } | undefined {
    const given = this.#given.get(name)
    if (name.startsWith('AWS::') && given !== undefined) return { value: given }
    const { accountId, region, partition } = this.home
    switch (name) {
      case 'AWS::AccountId':
        return { value: accountId }
      case 'AWS::Region':
        return { value: region }
      case 'AWS::Partition':
        return { value: partition }
      case 'AWS::URLSuffix':
        return { value: partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com' }
      case 'AWS::NoValue':
        return { value: NO_VALUE }
      default:
        return name.startsWith('AWS::') ? { value: unknownText(name) } : undefined
    }
  }

  /** A name that AWS makes up, or that nobody knows yet, is the logical id. */
  #name({ id, type, properties }: RawResource): Naming {
    const text = (property: string | undefined) => {
      const value = property === undefined ? undefined : this.resolve(properties[property])
      return typeof value === 'string' && value !== '' && value.length <= MAX_NAME && !isUnknownText(value)
        ? value
        : undefined
    }
    if (type === 'AWS::Lambda::Alias' || type === 'AWS::Lambda::Version')
      return this.#qualified(id, type, properties)
    const name = text(nameProperty(type)) ?? id
    const bus = text('EventBusName')?.split('/').pop()
    return namingOf(type, name, this.home, { path: text('Path'), bus, group: text('GroupName') })
  }

  #qualified(id: string, type: string, properties: Record<string, unknown>): Naming {
    const of = this.resolve(properties.FunctionName)
    const fn = typeof of === 'string' ? of : id
    const { region, accountId, partition } = this.home
    const arn = fn.startsWith('arn:') ? fn : `arn:${partition}:lambda:${region}:${accountId}:function:${fn}`
    const given = this.resolve(properties.Name)
    const isAlias = type === 'AWS::Lambda::Alias'
    const name = isAlias ? (typeof given === 'string' && !isUnknownText(given) ? given : id) : '1'
    const own = `${arn}:${name}`
    return {
      name,
      arn: own,
      ref: own,
      attribute: (attribute) => ({ AliasArn: own, FunctionArn: own, Version: '1' })[attribute] ?? undefined,
    }
  }
}

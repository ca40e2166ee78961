import { asObject, asText, isObject } from '#server/domain/json.ts'
import { copyPlaces, type Place, placeOf } from '#server/scan/source/places.ts'
import type { Problems } from '#server/scan/source/problem.ts'
import { isUnknownText, unknownText } from '#server/scan/template/unknown.ts'
import type { Includes } from './includes.ts'

const MAX_STEPS = 300_000
const MAX_DEPTH = 60
const MAX_TEXT = 100_000

/** The innermost variable of a text; CloudFormation's own (`${AWS::Region}`, `${Table}`) are left to it. */
const VARIABLE =
  /\$\{((?:self|opt|env|file|sls|param|aws|cf|s3|ssm|terraform|vault|doppler|git|output|strToBool)\s*[:(][^${}]*)\}/

export type VariableContext = {
  root: Record<string, unknown>
  includes: Includes
  /** Options and parameters that were given, by name. */
  given: ReadonlyMap<string, string>
  stage: string
  region: string | undefined
}

/** Puts in the variables of serverless.yml as far as they can be: what depends on the world stays unknown. */
export class Variables {
  readonly #context: VariableContext
  readonly #problems: Problems
  readonly #open = new Set<string>()
  #steps = 0

  constructor(context: VariableContext, problems: Problems) {
    this.#context = context
    this.#problems = problems
  }

  async resolve(value: unknown, place: Place, depth = 0): Promise<unknown> {
    this.#steps += 1
    if (this.#steps > MAX_STEPS || depth > MAX_DEPTH) return unknownText('too large to resolve')
    if (typeof value === 'string') return this.#text(value, place, depth)
    if (Array.isArray(value)) {
      const list: unknown[] = []
      for (const [index, item] of value.entries())
        list.push(await this.resolve(item, placeOf(value, index) ?? place, depth + 1))
      copyPlaces(value, list)
      return list
    }
    if (!isObject(value)) return value
    const map: Record<string, unknown> = {}
    for (const [key, item] of Object.entries(value)) {
      const resolved = await this.resolve(item, placeOf(value, key) ?? place, depth + 1)
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

  async #text(text: string, place: Place, depth: number): Promise<unknown> {
    let current = text
    for (let round = 0; round < 200; round += 1) {
      const found = VARIABLE.exec(current)
      if (!found) return current
      const [whole, inner = ''] = found
      const value = await this.#variable(inner, place, depth + 1)
      if (whole === current) return value
      const put = isObject(value) || Array.isArray(value) ? unknownText('a map') : String(value ?? '')
      current = current.slice(0, found.index) + put + current.slice(found.index + whole.length)
      if (current.length > MAX_TEXT) return unknownText('too large to resolve')
    }
    return unknownText('too large to resolve')
  }

  /** The first of the sources, separated by commas, that has a value. */
  async #variable(inner: string, place: Place, depth: number): Promise<unknown> {
    const [first = '', ...others] = splitSources(inner)
    let unknown: unknown
    for (const [index, source] of [first, ...others].entries()) {
      const value = await this.#source(source, place, depth, index === others.length)
      if (isUnknownText(value)) unknown ??= value
      // A source that is not known may have a value, and then the ones after it do not count.
      else if (value !== undefined && value !== null) return unknown ?? value
    }
    return unknown ?? unknownText(first)
  }

  async #source(source: string, place: Place, depth: number, isLast: boolean): Promise<unknown> {
    const literal = /^'([^']*)'$|^"([^"]*)"$/.exec(source)
    if (literal) return literal[1] ?? literal[2]
    if (/^(true|false)$/.test(source)) return source === 'true'
    if (/^-?\d+(\.\d+)?$/.test(source)) return Number(source)
    if (source === 'null') return undefined
    const { stage, region, given } = this.#context
    if (source.startsWith('file(')) return this.#file(source, place, depth, isLast)
    if (source.startsWith('strToBool(')) return /^strToBool\((true|1)\)$/i.test(source)
    const at = source.indexOf(':')
    const [type, address] = at < 0 ? ['', source] : [source.slice(0, at), source.slice(at + 1).trim()]
    switch (type) {
      case 'self':
        return this.#self(address, place, depth)
      case 'opt':
        return given.get(address)
      case 'param':
        return (
          given.get(address) ??
          this.#self(`params.${stage}.${address}`, place, depth, `params.default.${address}`)
        )
      case 'sls':
        return address === 'stage' ? stage : unknownText(source)
      case 'aws':
        return address === 'region' ? (region ?? unknownText(source)) : { Ref: 'AWS::AccountId' }
      default:
        return unknownText(source)
    }
  }

  /** A value of the file itself, resolved in its turn. */
  async #self(address: string, place: Place, depth: number, otherwise?: string): Promise<unknown> {
    if (this.#open.has(address)) return unknownText(`self:${address}`)
    this.#open.add(address)
    const found = await this.#at(this.#context.root, address, place, depth)
    this.#open.delete(address)
    if (found === undefined && otherwise !== undefined) return this.#self(otherwise, place, depth)
    return found
  }

  /** Follows a path; what is a variable on the way is resolved before going on. */
  async #at(root: unknown, address: string, place: Place, depth: number): Promise<unknown> {
    let current = root
    for (const key of address.split('.').filter((part) => part !== '')) {
      if (typeof current === 'string') current = await this.resolve(current, place, depth + 1)
      if (isUnknownText(current)) return current
      if (Array.isArray(current)) current = current[Number(key)]
      else if (isObject(current) && Object.hasOwn(current, key)) current = current[key]
      else return undefined
    }
    return this.resolve(current, place, depth + 1)
  }

  async #file(source: string, place: Place, depth: number, isLast: boolean): Promise<unknown> {
    const [, path = '', address = ''] = /^file\(\s*([^)]*?)\s*\)(?::(.*))?$/.exec(source) ?? []
    if (isUnknownText(path)) return unknownText(source)
    const read = await this.#context.includes.read(path)
    if (read.state === 'code') return unknownText(source)
    if (read.state === 'missing') {
      if (isLast) this.#problems.add('error', read.reason, place)
      return isLast ? unknownText(source) : undefined
    }
    return this.#at(read.value, address, place, depth)
  }
}

/** Sources are separated by commas that stand in no quotes and no brackets. */
function splitSources(inner: string): string[] {
  return (inner.match(/(?:'[^']*'|"[^"]*"|\([^)]*\)|[^,])+/g) ?? []).map((source) => source.trim())
}

export const stageOf = (root: Record<string, unknown>, given: ReadonlyMap<string, string>): string => {
  const stage = asText(asObject(root.provider).stage)
  const fallback = stage && /,\s*'?"?([\w-]+)'?"?\s*\}$/.exec(stage)?.[1]
  return given.get('stage') ?? (stage?.includes('${') ? (fallback ?? 'dev') : (stage ?? 'dev'))
}

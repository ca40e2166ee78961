import { asArray, asObject, isObject } from '#server/domain/json.ts'
import { decideCondition } from './conditions.ts'
import { isPlaceless } from './home.ts'
import { holdsUnknown, isUnknownText, unknownText } from './unknown.ts'

type Context = {
  mappings: Record<string, unknown>
  resolve: (value: unknown, depth?: number) => unknown
  ref: (name: string) => unknown
  attribute: (id: string, attribute: string) => unknown
  condition: (name: string) => boolean | undefined
}
type Intrinsic = (value: unknown, context: Context, depth: number) => unknown

const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(textOf).join(',')
  return isObject(value) ? unknownText('a map') : String(value ?? '')
}

const getAtt: Intrinsic = (value, context, depth) => {
  const parts = typeof value === 'string' ? value.split('.') : asArray(value)
  const [id, ...attribute] = parts.map((part) => textOf(context.resolve(part, depth)))
  return context.attribute(id ?? '', attribute.join('.'))
}

const VARIABLE = /\$\{([^}]*)\}/g

const sub: Intrinsic = (value, context, depth) => {
  const [text, map] = Array.isArray(value) ? value : [value, {}]
  const variables = asObject(map)
  if (typeof text !== 'string') return unknownText('Fn::Sub')
  return text.replace(VARIABLE, (whole, inner: string) => {
    const name = inner.trim()
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    if (Object.hasOwn(variables, name)) return textOf(context.resolve(variables[name], depth))
    const dot = name.indexOf('.')
    const found = dot < 0 ? context.ref(name) : context.attribute(name.slice(0, dot), name.slice(dot + 1))
    return found === undefined ? whole : textOf(found)
  })
}

const join: Intrinsic = (value, context, depth) => {
  const [delimiter, list] = asArray(value)
  const items = context.resolve(list, depth)
  if (!Array.isArray(items)) return isUnknownText(items) ? items : unknownText('Fn::Join')
  return items.map(textOf).join(textOf(context.resolve(delimiter, depth)))
}

const select: Intrinsic = (value, context, depth) => {
  const [index, list] = asArray(value)
  const items = context.resolve(list, depth)
  const found = Array.isArray(items) ? items[Number(context.resolve(index, depth))] : undefined
  return found ?? unknownText('Fn::Select')
}

const split: Intrinsic = (value, context, depth) => {
  const [delimiter, text] = asArray(value).map((item) => context.resolve(item, depth))
  if (typeof text !== 'string' || typeof delimiter !== 'string' || delimiter === '')
    return unknownText('Fn::Split')
  return isUnknownText(text) || text.length > 100_000 ? unknownText('Fn::Split') : text.split(delimiter)
}

/** A key that depends on the region is no matter where all regions say the same. */
const findInMap: Intrinsic = (value, context, depth) => {
  const [map, first, second] = asArray(value).map((item) => context.resolve(item, depth))
  const name = unknownText(`FindInMap ${textOf(map)}`)
  const rows = asObject(context.mappings[textOf(map)])
  const own = Object.hasOwn(rows, textOf(first)) ? asObject(rows[textOf(first)]) : undefined
  if (own) return Object.hasOwn(own, textOf(second)) ? context.resolve(own[textOf(second)], depth) : name
  if (!isUnknownText(first) && !isPlaceless(textOf(first))) return name
  const all = new Set(Object.values(rows).map((row) => JSON.stringify(asObject(row)[textOf(second)])))
  return all.size === 1 ? (asObject(Object.values(rows)[0])[textOf(second)] ?? name) : name
}

const choose: Intrinsic = (value, context, depth) => {
  const [name, yes, no] = asArray(value)
  const decided = typeof name === 'string' ? context.condition(name) : undefined
  if (decided !== undefined) return context.resolve(decided ? yes : no, depth)
  const both = [context.resolve(yes, depth), context.resolve(no, depth)]
  return JSON.stringify(both[0]) === JSON.stringify(both[1]) && both[0] !== undefined
    ? both[0]
    : unknownText(`If ${textOf(name)}`)
}

const decide =
  (name: string): Intrinsic =>
  (value, context) =>
    decideCondition({ [name]: value }, context) ?? unknownText(name)

const toJson: Intrinsic = (value, context, depth) => {
  const resolved = context.resolve(value, depth)
  return holdsUnknown(resolved) ? unknownText('Fn::ToJsonString') : JSON.stringify(resolved)
}

const base64: Intrinsic = (value, context, depth) => {
  const text = context.resolve(value, depth)
  return typeof text !== 'string' || isUnknownText(text)
    ? unknownText('Fn::Base64')
    : Buffer.from(text).toString('base64')
}

const length: Intrinsic = (value, context, depth) => {
  const list = context.resolve(value, depth)
  return Array.isArray(list) ? list.length : unknownText('Fn::Length')
}

/** What is not here (ImportValue, GetAZs, Cidr, Transform) is known only when deployed. */
export const INTRINSICS: Record<string, Intrinsic> = {
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::FindInMap': findInMap,
  'Fn::If': choose,
  'Fn::Equals': decide('Fn::Equals'),
  'Fn::And': decide('Fn::And'),
  'Fn::Or': decide('Fn::Or'),
  'Fn::Not': decide('Fn::Not'),
  'Fn::ToJsonString': toJson,
  'Fn::Base64': base64,
  'Fn::Length': length,
}

import { asArray, isObject } from '#server/domain/json.ts'
import { isPlaceless } from './home.ts'
import { holdsUnknown } from './unknown.ts'

type Context = {
  resolve: (value: unknown) => unknown
  condition: (name: string) => boolean | undefined
}

/** Whether a condition holds; undefined where that is known only when deployed. */
export function decideCondition(value: unknown, context: Context, depth = 0): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'false') return value === 'true'
  if (!isObject(value) || depth > 50) return undefined
  const decide = (one: unknown) => decideCondition(one, context, depth + 1)
  if (typeof value.Condition === 'string') return context.condition(value.Condition)
  if (value['Fn::Equals'] !== undefined)
    return isEqual(asArray(value['Fn::Equals']).map((one) => context.resolve(one)))
  if (value['Fn::Not'] !== undefined) {
    const decided = decide([value['Fn::Not']].flat()[0])
    return decided === undefined ? undefined : !decided
  }
  if (value['Fn::And'] !== undefined) {
    const all = asArray(value['Fn::And']).map(decide)
    if (all.includes(false)) return false
    return all.length > 0 && all.every((one) => one === true) ? true : undefined
  }
  if (value['Fn::Or'] !== undefined) {
    const any = asArray(value['Fn::Or']).map(decide)
    if (any.includes(true)) return true
    return any.length > 0 && any.every((one) => one === false) ? false : undefined
  }
  return undefined
}

function isEqual([a, b]: unknown[]): boolean | undefined {
  if (holdsUnknown(a) || holdsUnknown(b)) return undefined
  if (isObject(a) || isObject(b)) return JSON.stringify(a) === JSON.stringify(b)
  const [left, right] = [String(a), String(b)]
  if (left === right) return true
  return isPlaceless(left) || isPlaceless(right) ? undefined : false
}

import { isObject } from '#server/domain/json.ts'
import { type Place, setPlace } from '#server/scan/source/places.ts'
import type { Problems } from '#server/scan/source/problem.ts'
import { functionId, normalized } from './logical-ids.ts'

export type Values = Record<string, unknown>
export type SamEvent = { Type: string; Properties: Values }

/** What the events of all functions bring along. */
export type Gathered = {
  resources: Values
  restAuthorizers: Values
  httpAuthorizers: Values
  statements: unknown[]
  apis: Set<'rest' | 'http' | 'websocket'>
  problems: Problems
}

/** One event of one function. */
export type Context = {
  value: unknown
  from: Values
  function: string
  place: Place
  to: Gathered
  name: string
}
export type Convert = (context: Context) => SamEvent[]

export const arnOfFunction = (key: string) => ({ 'Fn::GetAtt': [functionId(key), 'Arn'] })

/** An event that is a text alone says its main member. */
export const main = ({ value, from }: Context, ...names: string[]): unknown =>
  isObject(value) ? names.map((name) => from[name]).find((one) => one !== undefined) : value

export function define(to: Gathered, id: string, Type: string, Properties: Values, place: Place): void {
  if (Object.hasOwn(to.resources, id)) return
  to.resources[id] = { Type, Properties }
  setPlace(to.resources, id, place)
}

export function permit(
  to: Gathered,
  key: string,
  name: string,
  Principal: string,
  place: Place,
  more: Values = {},
): void {
  define(
    to,
    `${normalized(key)}${name}Permission`,
    'AWS::Lambda::Permission',
    { FunctionName: arnOfFunction(key), Action: 'lambda:InvokeFunction', Principal, ...more },
    place,
  )
}

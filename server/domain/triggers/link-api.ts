import { valueOr } from '#server/domain/field.ts'
import type { ApiRecord, ApiRoute, ApiStage } from '#server/domain/records/api-record.ts'
import type { Naming } from './link-sources.ts'

const VARIABLE = /\$\{stageVariables\.([A-Za-z0-9_]+)\}/g

/** The text with a stage's variables put in; undefined where the stage has not all of them. */
function inStage(text: string, stage: ApiStage): string | undefined {
  let complete = true
  const filled = text.replace(VARIABLE, (_, name: string) => {
    const value = Object.hasOwn(stage.variables, name) ? stage.variables[name] : undefined
    if (value === undefined) complete = false
    return value ?? ''
  })
  return complete ? filled : undefined
}

/** Stages by the function that a text names in them; under null stages where they could not be seen. */
function byFunction(text: string, stages: ApiStage[] | undefined): Map<string, ApiStage[] | null> {
  if (text === '') return new Map()
  if (!text.includes('${stageVariables.')) return new Map([[text, stages ?? null]])
  const found = new Map<string, ApiStage[]>()
  for (const stage of stages ?? []) {
    const name = inStage(text, stage)
    if (name) found.set(name, [...(found.get(name) ?? []), stage])
  }
  return found
}

/** Who calls a WebSocket API is asked when it connects: what `$connect` asks for stands before all routes. */
function asAuthorized(record: ApiRecord, routes: ApiRoute[]): ApiRoute[] {
  if (record.protocol !== 'WEBSOCKET') return routes
  const connect = routes.find((route) => route.key === '$connect')
  if (!connect) return routes
  const { authorization, authorizerId, apiKeyRequired } = connect
  return routes.map((route) => ({ ...route, authorization, authorizerId, apiKeyRequired }))
}

/** Each route in the functions that its integration names, stage by stage, and each Lambda authorizer. */
export function nameInApi(record: ApiRecord): Naming[] {
  const stages = valueOr(record.stages, [])
  const routes = asAuthorized(record, valueOr(record.routes, []) ?? []).flatMap((route) =>
    [...byFunction(route.integration?.functionArn ?? '', stages)].map(
      ([target, within]): Naming => ({ target, link: { kind: 'api', record, route, stages: within } }),
    ),
  )
  const authorizers = (valueOr(record.authorizers, []) ?? []).flatMap((authorizer) =>
    [...byFunction(authorizer.functionArn ?? '', stages).keys()].map(
      (target): Naming => ({ target, link: { kind: 'api-authorizer', record, authorizer } }),
    ),
  )
  return [...routes, ...authorizers]
}

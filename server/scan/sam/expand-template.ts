import { asObject, asText, isObject } from '#server/domain/json.ts'
import { type Place, placeOf } from '#server/scan/source/places.ts'
import type { Problems } from '#server/scan/source/problem.ts'
import type { Template } from '#server/scan/template/template.ts'
import { Expansion, type Origin, type Properties } from './expansion.ts'
import { withGlobals } from './globals.ts'
import { expandHttpApi, expandRestApi } from './sam-apis.ts'
import { expandFunction } from './sam-function.ts'
import {
  expandConnector,
  expandGraphqlApi,
  expandLayer,
  expandStateMachine,
  expandTable,
} from './sam-others.ts'

type Expand = (id: string, properties: Properties, origin: Origin, to: Expansion) => void
type SamType = { expand: Expand; globals?: string }

const SAM: Record<string, SamType> = {
  'AWS::Serverless::Api': { expand: expandRestApi, globals: 'Api' },
  'AWS::Serverless::HttpApi': { expand: expandHttpApi, globals: 'HttpApi' },
  'AWS::Serverless::Function': { expand: expandFunction, globals: 'Function' },
  'AWS::Serverless::SimpleTable': { expand: expandTable, globals: 'SimpleTable' },
  'AWS::Serverless::StateMachine': { expand: expandStateMachine, globals: 'StateMachine' },
  'AWS::Serverless::LayerVersion': { expand: expandLayer, globals: 'LayerVersion' },
  'AWS::Serverless::GraphQLApi': { expand: expandGraphqlApi },
  'AWS::Serverless::Connector': { expand: expandConnector },
}

/** APIs first: events look at what their API asks for. */
const ORDER = [(type: string) => /^AWS::Serverless::(Http)?Api$/.test(type), () => true]

/** A CloudFormation template as it stands, with SAM's resources replaced by what SAM makes of them. */
export function expandTemplate(document: Record<string, unknown>, problems: Problems): Template {
  const globals = asObject(document.Globals)
  const to = new Expansion(problems, globals)
  const resources = asObject(document.Resources)
  const left = new Set(Object.keys(resources))
  for (const isNow of ORDER)
    for (const id of left) {
      const resource = resources[id]
      const place = placeOf(resources, id) ?? { line: 1, column: 1 }
      const type = isObject(resource) ? asText(resource.Type) : undefined
      if (type !== undefined && !isNow(type)) continue
      left.delete(id)
      if (id.startsWith('Fn::ForEach::') || id.startsWith('Fn::Transform'))
        problems.add('note', `${id}: what it makes is known only when deployed.`, place)
      else if (type === undefined || !isObject(resource))
        problems.add('error', `The resource ${id} has no Type.`, place)
      else addResource(id, type, resource, place, to)
    }
  addImplicitApis(to)
  return {
    resources: to.resources,
    parameters: asObject(document.Parameters),
    mappings: asObject(document.Mappings),
    conditions: asObject(document.Conditions),
  }
}

function addImplicitApis(to: Expansion): void {
  for (const [kind, { place, written }] of to.implicit) {
    const origin = { place, written }
    if (kind === 'rest')
      expandRestApi('ServerlessRestApi', { StageName: 'Prod', ...asObject(to.globals.Api) }, origin, to)
    else expandHttpApi('ServerlessHttpApi', asObject(to.globals.HttpApi), origin, to)
  }
}

function addResource(id: string, type: string, resource: Properties, place: Place, to: Expansion): void {
  const sam = Object.hasOwn(SAM, type) ? SAM[type] : undefined
  const own = asObject(resource.Properties)
  const merged = sam?.globals ? withGlobals(to.globals[sam.globals], own) : own
  const properties = isObject(merged) ? merged : own
  const condition = asText(resource.Condition)
  const origin: Origin = { place, written: properties, ...(condition ? { condition } : {}) }
  if (type === 'AWS::Serverless::Api' || type === 'AWS::Serverless::HttpApi')
    to.apis.set(id, { auth: properties.Auth })
  for (const name of Object.keys(asObject(resource.Connectors)))
    expandConnector(`${id}${name}`, { Source: { Id: id } }, origin, to)
  if (sam) sam.expand(id, properties, origin, to)
  else to.emit(id, type, properties, origin)
}

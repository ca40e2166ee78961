import { asText, isObject } from '#server/domain/json.ts'
import type { JsonReader } from '#server/scan/source/json-reader.ts'
import type { Place } from '#server/scan/source/places.ts'
import { isPlannedType } from './planned-types.ts'

export type Values = Record<string, unknown>

/** A resource as it will be, `module` without the indexes of its instances. */
export type PlannedResource = {
  address: string
  module: string
  /** `aws_lambda_function.orders`: the name by which its own module refers to it. */
  local: string
  mode: string
  type: string
  name: string
  index: string | number | undefined
  values: Values
  place: Place
}

/** What a module's configuration says: expressions by local name, calls of modules, outputs. */
export type ModuleConfiguration = {
  resources: Map<string, Values>
  calls: Map<string, Values>
  outputs: Map<string, unknown>
}

export type Plan = {
  resources: PlannedResource[]
  /** By the module's address without indexes; the root module is ''. */
  modules: Map<string, ModuleConfiguration>
  /** Types of resources that are passed over, with how many there are. */
  others: Map<string, number>
  variables: Values
  providerRegion: unknown
  /** What data sources told of who plans and where: `account_id`, `region`. */
  caller: Values
  /** Which types are read. */
  wanted: (type: unknown) => boolean
}

/** Reads of a plan what the checks are about, and passes over the rest: state, changes, other providers' resources. */
export function readPlan(reader: JsonReader): Plan {
  const plan: Plan = {
    resources: [],
    modules: new Map(),
    others: new Map(),
    variables: {},
    providerRegion: undefined,
    caller: {},
    wanted: isPlannedType,
  }
  for (const key of reader.keys()) {
    if (key === 'planned_values' && reader.isMap()) readPlannedValues(reader, plan)
    else if (key === 'configuration' && reader.isMap()) readConfiguration(reader, plan)
    else if (key === 'prior_state' && reader.isMap()) readPriorState(reader, plan)
    else if (key === 'variables') plan.variables = objectOf(reader.plain())
    else reader.skip()
  }
  reader.end()
  return plan
}

const objectOf = (value: unknown): Values => (isObject(value) ? value : {})
const withoutIndexes = (address: string) => address.replace(/\[[^\]]*\]/g, '')

function readPlannedValues(reader: JsonReader, plan: Plan): void {
  for (const key of reader.keys()) {
    if (key === 'root_module' && reader.isMap()) readModule(reader, plan, 0)
    else reader.skip()
  }
}

/** The state before holds what data sources answered; everything else in it stands in the planned values too. */
function readPriorState(reader: JsonReader, plan: Plan): void {
  const before: Plan = { ...plan, resources: [], others: new Map(), wanted: isCallerType }
  for (const key of reader.keys()) {
    if (key === 'values' && reader.isMap()) readPlannedValues(reader, before)
    else reader.skip()
  }
  for (const { type, values } of before.resources) {
    if (type === 'aws_caller_identity') plan.caller.account_id ??= values.account_id
    else plan.caller.region ??= values.region ?? values.name
  }
}

const isCallerType = (type: unknown) => type === 'aws_caller_identity' || type === 'aws_region'

function readModule(reader: JsonReader, plan: Plan, depth: number): void {
  for (const key of reader.keys()) {
    if (key === 'resources' && reader.isList()) for (const _ of reader.items()) readResource(reader, plan)
    else if (key === 'child_modules' && reader.isList() && depth < 50)
      for (const _ of reader.items()) {
        if (reader.isMap()) readModule(reader, plan, depth + 1)
        else reader.skip()
      }
    else reader.skip()
  }
}

function readResource(reader: JsonReader, plan: Plan): void {
  if (!reader.isMap()) {
    reader.skip()
    return
  }
  const place = reader.place()
  const head: Values = {}
  let values: Values = {}
  for (const key of reader.keys()) {
    if (key === 'values') {
      if (head.type === undefined || plan.wanted(head.type)) values = objectOf(reader.plain())
      else reader.skip()
    } else if (key === 'sensitive_values') reader.skip()
    else head[key] = reader.plain()
  }
  const [address, type, name] = [asText(head.address), asText(head.type), asText(head.name)]
  if (address === undefined || type === undefined || name === undefined) return
  if (!plan.wanted(type)) {
    if (head.mode !== 'data') plan.others.set(type, (plan.others.get(type) ?? 0) + 1)
    return
  }
  const mode = asText(head.mode) ?? 'managed'
  const bare = withoutIndexes(address)
  const local = mode === 'data' ? `data.${type}.${name}` : `${type}.${name}`
  const module = bare.endsWith(local) ? bare.slice(0, -local.length).replace(/\.$/, '') : ''
  const { index } = head
  plan.resources.push({
    address,
    module,
    local,
    mode,
    type,
    name,
    index: typeof index === 'string' || typeof index === 'number' ? index : undefined,
    values,
    place,
  })
}

function readConfiguration(reader: JsonReader, plan: Plan): void {
  for (const key of reader.keys()) {
    if (key === 'root_module' && reader.isMap()) readModuleConfiguration(reader, plan, '', 0)
    else if (key === 'provider_config') {
      const { aws } = objectOf(reader.plain())
      plan.providerRegion = objectOf(objectOf(aws).expressions).region
    } else reader.skip()
  }
}

function readModuleConfiguration(reader: JsonReader, plan: Plan, address: string, depth: number): void {
  const module: ModuleConfiguration = { resources: new Map(), calls: new Map(), outputs: new Map() }
  plan.modules.set(address, module)
  for (const key of reader.keys()) {
    if (key === 'resources' && reader.isList())
      for (const _ of reader.items()) readResourceConfiguration(reader, module)
    else if (key === 'outputs') module.outputs = new Map(Object.entries(objectOf(reader.plain())))
    else if (key === 'module_calls' && reader.isMap() && depth < 50)
      for (const name of reader.keys()) {
        const inner = address === '' ? `module.${name}` : `${address}.module.${name}`
        readCall(reader, plan, module, name, inner, depth)
      }
    else reader.skip()
  }
}

function readCall(
  reader: JsonReader,
  plan: Plan,
  module: ModuleConfiguration,
  name: string,
  inner: string,
  depth: number,
): void {
  if (!reader.isMap()) {
    reader.skip()
    return
  }
  for (const key of reader.keys()) {
    if (key === 'expressions') module.calls.set(name, objectOf(reader.plain()))
    else if (key === 'module' && reader.isMap()) readModuleConfiguration(reader, plan, inner, depth + 1)
    else reader.skip()
  }
}

function readResourceConfiguration(reader: JsonReader, module: ModuleConfiguration): void {
  if (!reader.isMap()) {
    reader.skip()
    return
  }
  const head: Values = {}
  for (const key of reader.keys()) {
    const isWanted =
      ['mode', 'type', 'name'].includes(key) ||
      (key === 'expressions' && (head.type === undefined || isPlannedType(head.type)))
    if (isWanted) head[key] = reader.plain()
    else reader.skip()
  }
  if (!isPlannedType(head.type)) return
  const local = `${head.mode === 'data' ? 'data.' : ''}${String(head.type)}.${String(head.name)}`
  module.resources.set(local, objectOf(head.expressions))
}

import { absent, type Field, failed, known } from '#server/domain/field.ts'
import { asObject, asText, asTexts, isObject, type JsonObject } from '#server/domain/json.ts'
import type { DataEventSelector, TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'

type Management = 'all' | 'read' | 'write' | 'none'
type Coverage = { read: boolean; write: boolean }

/**
 * Which management events the answer of GetEventSelectors says are recorded, some of them left out or not. A trail without
 * selectors records all of them. Source: CloudTrail User Guide, "Logging management events".
 */
export function readManagementEvents(from: JsonObject): TrailSettingsRecord['managementEvents'] {
  const selectors = selectorsOf(from)
  if (selectors === undefined) return failed('unreadable selectors')
  if (selectors.basic.length === 0 && selectors.advanced.length === 0) return known('all')
  const covered = { read: false, write: false }
  for (const selector of selectors.basic) {
    if (selector.IncludeManagementEvents === false) continue
    add(covered, asText(selector.ReadWriteType) ?? 'All')
  }
  for (const fields of selectors.advanced) {
    const category = fields.find(({ name }) => name === 'eventCategory')
    if (category?.equals.includes('Management')) add(covered, readWriteOf(fields))
  }
  return known(nameOf(covered))
}

/** Which data events are recorded; absent where there are none. */
export function readDataEvents(from: JsonObject): Field<DataEventSelector[]> {
  const selectors = selectorsOf(from)
  if (selectors === undefined) return failed('unreadable selectors')
  const found = [...selectors.basic.flatMap(ofBasic), ...selectors.advanced.flatMap(ofAdvanced)]
  return found.length === 0 ? absent() : known(found)
}

type FieldSelector = {
  name: string
  equals: string[]
  startsWith: string[]
  /** Set where it has an operator other than Equals and StartsWith. */
  otherwise: boolean
}

function selectorsOf(from: JsonObject): { basic: JsonObject[]; advanced: FieldSelector[][] } | undefined {
  const { EventSelectors: basic, AdvancedEventSelectors: advanced } = from
  if (!Array.isArray(basic) && !Array.isArray(advanced)) return undefined
  const lists = [basic, advanced].map((list) => (Array.isArray(list) ? list : []))
  if (!lists.flat().every(isObject)) return undefined
  const [plain = [], detailed = []] = lists
  return { basic: plain.map(asObject), advanced: detailed.map((one) => fieldsOf(asObject(one))) }
}

function fieldsOf(selector: JsonObject): FieldSelector[] {
  const fields = Array.isArray(selector.FieldSelectors) ? selector.FieldSelectors : []
  return fields.map((value) => {
    const { Field: name, Equals, StartsWith, ...others } = asObject(value)
    return {
      name: asText(name) ?? '',
      equals: asTexts(Equals),
      startsWith: asTexts(StartsWith),
      otherwise: Object.values(others).some((list) => !Array.isArray(list) || list.length > 0),
    }
  })
}

function ofBasic(selector: JsonObject): DataEventSelector[] {
  const resources = Array.isArray(selector.DataResources) ? selector.DataResources : []
  return resources.map(asObject).flatMap((resource) => {
    const resourceType = asText(resource.Type)
    const values = asTexts(resource.Values)
    if (resourceType === undefined || values.length === 0) return []
    return {
      resourceType,
      resources: values.some(isEverything) ? [] : values.sort(),
      readWrite: asText(selector.ReadWriteType) ?? 'All',
      narrowed: false,
    }
  })
}

/** `arn:aws:lambda` and `arn:aws:s3` stand for all of the account. Source: CloudTrail API reference, DataResource. */
const isEverything = (value: string) => /^arn:[a-z-]+:[a-z0-9]+(:::?)?$/.test(value)

/** What a selector asks of the resource and of reading or writing is kept; any other condition narrows it. */
function ofAdvanced(fields: FieldSelector[]): DataEventSelector[] {
  const of = (name: string) => fields.filter((field) => field.name === name)
  if (!of('eventCategory').some(({ equals }) => equals.includes('Data'))) return []
  const arns = of('resources.ARN').flatMap(({ equals, startsWith }) => [...equals, ...startsWith])
  const told = ['eventCategory', 'resources.type', 'resources.ARN', 'readOnly']
  const narrowed = fields.some((field) => !told.includes(field.name) || field.otherwise)
  return of('resources.type')
    .flatMap(({ equals }) => equals)
    .map((resourceType) => ({
      resourceType,
      resources: arns.sort(),
      readWrite: readWriteOf(fields),
      narrowed,
    }))
}

function readWriteOf(fields: FieldSelector[]): string {
  const values = fields.filter(({ name }) => name === 'readOnly').flatMap(({ equals }) => equals)
  if (values.length !== 1) return 'All'
  return values[0] === 'true' ? 'ReadOnly' : 'WriteOnly'
}

function add(covered: Coverage, readWrite: string): void {
  covered.read ||= readWrite !== 'WriteOnly'
  covered.write ||= readWrite !== 'ReadOnly'
}

function nameOf({ read, write }: Coverage): Management {
  if (read && write) return 'all'
  if (read) return 'read'
  return write ? 'write' : 'none'
}

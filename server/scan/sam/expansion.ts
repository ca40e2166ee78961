import { asObject } from '#server/domain/json.ts'
import type { Place } from '#server/scan/source/places.ts'
import type { Problems } from '#server/scan/source/problem.ts'
import type { RawResource } from '#server/scan/template/template.ts'

export type Properties = Record<string, unknown>

/** What SAM makes of one resource is written where that resource is. */
export type Origin = { place: Place; written: object; condition?: string }

/** Gathers the CloudFormation resources that a SAM template stands for. */
export class Expansion {
  readonly resources = new Map<string, RawResource>()
  readonly problems: Problems
  readonly globals: Properties
  /** What the APIs of the template ask of their callers, by logical id. */
  readonly apis = new Map<string, { auth: unknown }>()
  readonly implicit = new Map<'rest' | 'http', Origin>()

  constructor(problems: Problems, globals: Properties) {
    this.problems = problems
    this.globals = globals
    this.apis.set('ServerlessRestApi', { auth: asObject(globals.Api).Auth })
    this.apis.set('ServerlessHttpApi', { auth: asObject(globals.HttpApi).Auth })
  }

  /** An event that names no API calls for the one that SAM makes by itself. */
  needsImplicit(kind: 'rest' | 'http', origin: Origin): void {
    if (!this.implicit.has(kind)) this.implicit.set(kind, origin)
  }

  emit(id: string, type: string, properties: Properties, origin: Origin): void {
    if (this.resources.has(id)) return
    const { place, written, condition } = origin
    this.resources.set(id, { id, type, properties, place, written, ...(condition ? { condition } : {}) })
  }
}

export const ref = (id: string) => ({ Ref: id })
export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })
/** Fn::Sub of a text in which `<Name>` stands for a variable. */
export function sub(text: string, variables?: Properties) {
  const template = text.replace(/<([\w:]+)>/g, (_, name: string) => `\${${name}}`)
  return { 'Fn::Sub': variables ? [template, variables] : template }
}

/** Properties that are set, under the names that CloudFormation gives them. */
export function pick(from: Properties, ...names: (string | [from: string, to: string])[]): Properties {
  const picked: Properties = {}
  for (const name of names) {
    const [source, target] = typeof name === 'string' ? [name, name] : name
    if (from[source] !== undefined) picked[target] = from[source]
  }
  return picked
}

/** The logical id in `!Ref Id`; undefined for anything else. */
export function referredId(value: unknown): string | undefined {
  const target =
    typeof value === 'object' && value !== null && 'Ref' in value
      ? (value as { Ref: unknown }).Ref
      : undefined
  return typeof target === 'string' ? target : undefined
}

import type { Place } from '#server/scan/source/places.ts'

/** A resource as it is written, in CloudFormation's types and property names whatever the file's own. */
export type RawResource = {
  id: string
  type: string
  properties: Record<string, unknown>
  /** Name of the condition that it depends on. */
  condition?: string
  place: Place
  /** What a finding's place is looked for in: the properties of the resource that somebody wrote. */
  written: object
}

export type Template = {
  resources: Map<string, RawResource>
  parameters: Record<string, unknown>
  mappings: Record<string, unknown>
  conditions: Record<string, unknown>
}

/** A resource with everything resolved that can be; the rest are texts with unknown parts. */
export type TemplateResource = {
  id: string
  type: string
  name: string
  /** Empty for types that have none. */
  arn: string
  properties: Record<string, unknown>
  place: Place
  written: object
}

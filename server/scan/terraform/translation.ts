import type { Attributes } from './attributes.ts'

/** The properties that CloudFormation would have for a planned resource. */
export type Translation = (attributes: Attributes) => Record<string, unknown>

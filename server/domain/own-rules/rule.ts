import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { Severity } from '#server/domain/severity.ts'

/** What of a rule of the organisation's own decides verdicts. */
export type Rule = {
  id: string
  title: string
  severity: Severity
  kind: ResourceKind
  /** Empty lists say nothing; a resource has to meet every part that says something. */
  selector: {
    accounts: readonly string[]
    regions: readonly string[]
    /** With * and ?. */
    names: readonly string[]
    tags: readonly { key: string; value: string | null }[]
    environments: readonly string[]
  }
  /** CEL: true where the resource is as it should be. */
  condition: string
  /** What a finding says; `{name}` is the resource's name. */
  message: string
}

/** What a condition may look at. */
export const VARIABLES = ['resource', 'triggers', 'reach', 'role', 'labels'] as const
export type Variable = (typeof VARIABLES)[number]

export type RuleProblem = { text: string; line: number | null; column: number | null }

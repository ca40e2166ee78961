import { z } from 'zod'
import type { CheckGroup } from '#server/domain/posture/check-group.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { RecordOfKind, ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { RuleMeta } from '#server/domain/signal.ts'
import type { Fail, Verdict } from '#server/domain/verdict.ts'

/** How to mend one resource. Null where that tool cannot, or where it is not a change of configuration. */
export type Remediation = {
  /** One or two sentences: what to change, and what to look at before. */
  text: string
  /** Commands for a POSIX shell; every value of AWS's quoted. */
  cli: string | null
  /** YAML: the resource's properties that change, as CloudFormation and SAM have them. */
  cloudformation: string | null
  /** HCL: the arguments that change. */
  terraform: string | null
}

export type CheckMeta = Omit<RuleMeta, 'response'> & {
  group: CheckGroup
  kind: ResourceKind
  /** How context changes the severity; null where it does not. */
  severityNote: string | null
  /** Set where it is a matter of taste or of policy: off until the organisation switches it on. One line why. */
  off?: string
  /** Settings of the organisation: an object schema in which every field has a default and a description. */
  parameters?: z.ZodObject
  /** Set where a fail is an alert as well as a finding. */
  alerts?: true
  /** Ids of the checks whose meeting this one is about. */
  parts?: readonly string[]
}

export type Check<K extends ResourceKind = ResourceKind, S extends z.ZodObject = z.ZodObject> = Omit<
  CheckMeta,
  'kind' | 'parameters'
> & {
  kind: K
  parameters?: S
  evaluate: (record: RecordOfKind<K>, around: Surroundings, parameters: z.output<S>) => Verdict
  remediate: (record: RecordOfKind<K>, verdict: Fail, around: Surroundings) => Remediation
  /** One sentence that names the resource, for the alert that a fail raises; the title and the name where left out. */
  alertTitle?: (record: RecordOfKind<K>) => string
}

/** A posture check of any kind: a pure function from a record and its surroundings to a verdict. */
export type AnyCheck = CheckMeta & {
  evaluate: (record: ResourceRecord, around: Surroundings, parameters?: unknown) => Verdict
  remediate: (record: ResourceRecord, verdict: Fail, around: Surroundings) => Remediation
  alertTitle: (record: ResourceRecord) => string
}

/** Makes a catalogue entry. Parameters that are missing or no longer valid are taken from their defaults. */
export function defineCheck<K extends ResourceKind, S extends z.ZodObject = z.ZodObject>(
  check: Check<K, S>,
): AnyCheck {
  const isOwn = (record: ResourceRecord): record is RecordOfKind<K> => record.kind === check.kind
  const own = (record: ResourceRecord): RecordOfKind<K> => {
    if (!isOwn(record)) throw new TypeError(`${check.id} is about a ${check.kind}, not a ${record.kind}`)
    return record
  }
  const schema = check.parameters ?? z.object({})
  const settings = (given: unknown) => {
    const parsed = schema.safeParse(given ?? {})
    return (parsed.success ? parsed.data : schema.parse({})) as z.output<S>
  }
  const { alertTitle } = check
  return {
    ...check,
    evaluate: (record, around, parameters) => check.evaluate(own(record), around, settings(parameters)),
    remediate: (record, verdict, around) => check.remediate(own(record), verdict, around),
    alertTitle: (record) => alertTitle?.(own(record)) ?? `${check.title}: ${record.name}`,
  }
}

import type { RuleMeta } from '#server/domain/signal.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { Evidence } from '#server/domain/verdict.ts'

/** `runtime` is Lambda's identifier; null for container images and where it is not known. */
export type RoleFunction = { name: string; region: string; runtime: string | null }

/** What a detection may ask about the estate, by name; filled by the worker before it runs. */
export type DetectionContext = {
  /** Functions of the account, of any region, that run with this role, by the role's ARN. */
  functionsOfRole: (roleArn: string) => RoleFunction[]
}

export type DetectionMatch = {
  title: string
  summary: string
  /** What makes two matches one incident, apart from rule, account and region. */
  key: string
  functionName: string | null
  /** Where the function is, when that is not where the record was written. */
  region?: string
  evidence: Evidence[]
}

/** A single-record CloudTrail detection: a pure function of one record. `sources` and `names` index it. */
export type Detection = RuleMeta & {
  sources: readonly string[]
  /** Event names without version suffix; "*" is any name of the source. */
  names: readonly string[]
  /** ATT&CK technique ids. */
  techniques: readonly string[]
  falsePositives: string
  evaluate: (record: TrailRecord, context: DetectionContext) => DetectionMatch | undefined
}

export function defineDetection(detection: Detection): Detection {
  return detection
}

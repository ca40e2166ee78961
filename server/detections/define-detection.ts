import type { RuleMeta } from '#server/domain/signal.ts'
import type { TrailRecord } from '#server/domain/trail-record.ts'
import type { Evidence } from '#server/domain/verdict.ts'

/** What a detection may ask about the estate, by name; filled by the worker before it runs. */
export type DetectionContext = {
  /** Functions of the account and region that run with this role, by the role's ARN. */
  functionsOfRole: (roleArn: string) => string[]
}

export type DetectionMatch = {
  title: string
  summary: string
  /** What makes two matches one incident, apart from rule, account and region. */
  key: string
  functionName: string | null
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

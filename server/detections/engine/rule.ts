import {
  type Detection,
  type FirstSeen,
  parametersOf,
  type RateChange,
  type Sequence,
  type Single,
  type Threshold,
} from '#server/detections/define-detection.ts'
import type { Severity } from '#server/domain/severity.ts'
import { DAY_MS } from '#server/domain/time.ts'

/** What the organisation changed of a detection. */
export type Tuning = {
  enabled?: boolean | null
  severity?: Severity | null
  parameters?: Record<string, unknown> | null
}

/** A detection as it runs: with its tuning, and with everything read once that does not depend on records. */
export type Rule<D extends Detection = Detection> = {
  detection: D
  severity: Severity | null
  parameters: Record<string, unknown>
}
export type SingleRule = Rule<Single>
export type ThresholdRule = Rule<Threshold> & { kind: 'threshold'; count: number; windowMs: number }
export type SequenceRule = Rule<Sequence> & { kind: 'sequence' }
export type FirstSeenRule = Rule<FirstSeen> & { kind: 'first-seen'; learningMs: number; memoryMs: number }
export type RateRule = Rule<RateChange> & {
  kind: 'rate'
  minimum: number
  factor: number
  baselineDays: number
}
/** Rules that remember. */
export type StatefulRule = ThresholdRule | SequenceRule | FirstSeenRule | RateRule
export type AnyRule = ({ kind: 'single' } & SingleRule) | StatefulRule

/** Whether a detection runs: as the organisation said, else unless the catalogue has it switched off. */
export function isEnabled(detection: Detection, tuning: Tuning | undefined): boolean {
  return tuning?.enabled ?? detection.off === undefined
}

/** Makes a detection ready to run. */
export function makeRule(detection: Detection, tuning: Tuning | undefined): AnyRule {
  const parameters = parametersOf(detection, tuning?.parameters)
  const rest = { severity: tuning?.severity ?? null, parameters }
  switch (detection.kind) {
    case 'single':
      return { kind: 'single', detection, ...rest }
    case 'threshold':
      return { kind: 'threshold', detection, ...rest, ...detection.limit(parameters) }
    case 'sequence':
      return { kind: 'sequence', detection, ...rest }
    case 'first-seen':
      return {
        kind: 'first-seen',
        detection,
        ...rest,
        learningMs: detection.learningDays * DAY_MS,
        memoryMs: detection.memoryDays * DAY_MS,
      }
    case 'rate':
      return { kind: 'rate', detection, ...rest, ...detection.limit(parameters) }
  }
}

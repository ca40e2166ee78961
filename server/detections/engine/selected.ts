import type { DetectionContext } from '#server/detections/define-detection.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { Hit } from './hit.ts'
import type { StatefulRule } from './rule.ts'
import type { EngineState, Progress } from './state.ts'

/** A record that a rule with a memory looks at. */
export type Selected = {
  record: TrailRecord
  timeMs: number
  id: string
  value?: string
  /** Which step of a sequence. */
  step: number
}

/** All records of a batch that one rule puts under one key. */
export type Group<R extends StatefulRule = StatefulRule> = {
  rule: R
  accountId: string
  key: string
  /** What a first sighting is of; other kinds have none. */
  seen?: { subject: string; value: string; subjectKey: string | null }
  selected: Selected[]
}

/** What is at hand while a group is worked off. */
export type Surroundings = {
  context: DetectionContext
  state: EngineState
  progress: Progress
  latenessMs: number
  /** A description that throws is noted, and the other groups go on. */
  fail: (detectionId: string, eventId: string, error: unknown) => void
}

export type RunGroup<R extends StatefulRule> = (group: Group<R>, surroundings: Surroundings) => Hit[]

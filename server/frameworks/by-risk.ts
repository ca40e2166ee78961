import { BASELINES } from '#server/baselines/index.ts'
import { CHECKS } from '#server/checks/index.ts'
import { DETECTIONS } from '#server/detections/index.ts'
import type { CheckGroup } from '#server/domain/posture/check-group.ts'
import type { Control } from './define-framework.ts'

type Watched = Pick<Control, 'checks' | 'detections'>
type About = { risks?: readonly string[]; groups?: readonly CheckGroup[] }

/** The checks, detections and baselines that say of themselves that they are about some of the fourteen risks, or are of a group. */
export function watching({ risks = [], groups = [] }: About): Watched {
  const isAbout = (entry: { risks: readonly string[] }) => entry.risks.some((risk) => risks.includes(risk))
  return {
    checks: CHECKS.filter((check) => isAbout(check) || groups.includes(check.group)).map(({ id }) => id),
    detections: [...DETECTIONS, ...BASELINES].filter(isAbout).map(({ id }) => id),
  }
}

import { CANARIES_DETECTIONS } from './canaries/index.ts'
import { DATA_DETECTIONS } from './data/index.ts'
import { DEFENSES_DETECTIONS } from './defenses/index.ts'
import type { Detection } from './define-detection.ts'
import { FRONT_DOORS_DETECTIONS } from './front-doors/index.ts'
import { FUNCTIONS_DETECTIONS } from './functions/index.ts'
import { IDENTITY_DETECTIONS } from './identity/index.ts'
import { SESSIONS_DETECTIONS } from './sessions/index.ts'

export const DETECTIONS: readonly Detection[] = [
  ...FUNCTIONS_DETECTIONS,
  ...FRONT_DOORS_DETECTIONS,
  ...IDENTITY_DETECTIONS,
  ...SESSIONS_DETECTIONS,
  ...DEFENSES_DETECTIONS,
  ...DATA_DETECTIONS,
  ...CANARIES_DETECTIONS,
]

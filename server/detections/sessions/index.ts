import type { Detection } from '#server/detections/define-detection.ts'
import { functionRoleUsedElsewhere } from './function-role-used-elsewhere.ts'

export const SESSIONS_DETECTIONS: readonly Detection[] = [functionRoleUsedElsewhere]

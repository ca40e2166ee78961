import type { Detection } from '#server/detections/define-detection.ts'
import { canaryFunctionTouched } from './canary-function-touched.ts'
import { canaryKeyUsed } from './canary-key-used.ts'
import { canaryRoleUsed } from './canary-role-used.ts'

export const CANARIES_DETECTIONS: readonly Detection[] = [
  canaryFunctionTouched,
  canaryKeyUsed,
  canaryRoleUsed,
]

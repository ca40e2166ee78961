import type { Detection } from '#server/detections/define-detection.ts'
import { codeChangedByPerson } from './code-changed-by-person.ts'

export const FUNCTIONS_DETECTIONS: readonly Detection[] = [codeChangedByPerson]

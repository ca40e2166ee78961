import type { Detection } from '#server/detections/define-detection.ts'

export const DEFENSES_DETECTIONS: readonly Detection[] = []

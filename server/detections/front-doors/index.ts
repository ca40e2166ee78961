import type { Detection } from '#server/detections/define-detection.ts'

export const FRONT_DOORS_DETECTIONS: readonly Detection[] = []

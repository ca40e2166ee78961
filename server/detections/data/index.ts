import type { Detection } from '#server/detections/define-detection.ts'

export const DATA_DETECTIONS: readonly Detection[] = []

import type { Detection } from '#server/detections/define-detection.ts'

export const CANARIES_DETECTIONS: readonly Detection[] = []

import type { Detection } from '#server/detections/define-detection.ts'

export const IDENTITY_DETECTIONS: readonly Detection[] = []

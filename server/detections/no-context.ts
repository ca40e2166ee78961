import type { DetectionContext } from './define-detection.ts'

/** Nothing is known of the estate. */
export const NO_CONTEXT: DetectionContext = {
  functionsOfRole: () => [],
  functionOf: () => undefined,
  isOwnAccount: () => undefined,
  canaryOf: () => undefined,
}

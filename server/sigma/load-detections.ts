import type { Detection } from '#server/detections/define-detection.ts'
import { DETECTIONS } from '#server/detections/index.ts'
import type { Env } from '#server/env.ts'
import { loadSigma, type SigmaFileRule, type SigmaProblem } from './load-sigma.ts'

export type LoadedDetections = {
  /** Ours, then those of the folder of Sigma rules. */
  detections: readonly Detection[]
  /** What the folder holds; null where none is named. */
  sigma: { folder: string; rules: readonly SigmaFileRule[]; problems: readonly SigmaProblem[] } | null
}

/** Every detection there is: ours, and the Sigma rules of the folder that the settings name. */
export async function loadDetections(env: Pick<Env, 'SIGHTLINE_SIGMA_DIR'>): Promise<LoadedDetections> {
  const folder = env.SIGHTLINE_SIGMA_DIR
  if (folder === undefined) return { detections: DETECTIONS, sigma: null }
  const { detections, rules, problems } = await loadSigma(folder)
  return { detections: [...DETECTIONS, ...detections], sigma: { folder, rules, problems } }
}

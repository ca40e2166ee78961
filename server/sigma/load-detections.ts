import type { Detection } from '#server/detections/define-detection.ts'
import { DETECTIONS } from '#server/detections/index.ts'
import type { Env } from '#server/env.ts'
import { type LoadedSigma, loadSigma, type SigmaFileRule, type SigmaProblem } from './load-sigma.ts'

export type LoadedDetections = {
  /** Ours, then those of the folder of Sigma rules; the same list as long as no file changes. */
  detections: readonly Detection[]
  /** What the folder holds; null where none is named. */
  sigma: { folder: string; rules: readonly SigmaFileRule[]; problems: readonly SigmaProblem[] } | null
}

const ONLY_OURS: LoadedDetections = { detections: DETECTIONS, sigma: null }
const joined = new WeakMap<LoadedSigma, LoadedDetections>()

/** Every detection there is: ours, and the Sigma rules of the folder that the settings name. */
export async function loadDetections({
  SIGHTLINE_SIGMA_DIR: folder,
}: Pick<Env, 'SIGHTLINE_SIGMA_DIR'>): Promise<LoadedDetections> {
  if (folder === undefined) return ONLY_OURS
  const loaded = await loadSigma(folder)
  const known = joined.get(loaded)
  if (known) return known
  const { detections, rules, problems } = loaded
  const all = { detections: [...DETECTIONS, ...detections], sigma: { folder, rules, problems } }
  joined.set(loaded, all)
  return all
}

import type { Detection } from '#server/detections/define-detection.ts'
import { readEnv } from '#server/env.ts'
import { NotFoundError } from '#server/errors.ts'
import { type LoadedDetections, loadDetections } from '#server/sigma/load-detections.ts'
import type { DetectionRow } from './schema.ts'

/** Our detections, and those that were loaded from the folder of Sigma rules. */
export function readCatalogue(): Promise<LoadedDetections> {
  return loadDetections(readEnv())
}

const isSigma = ({ id }: Pick<Detection, 'id'>) => id.startsWith('sigma-')

export const groupOf = (detection: Pick<Detection, 'id' | 'group'>): DetectionRow['group'] =>
  isSigma(detection) ? 'sigma' : detection.group

/** @throws NotFoundError */
export async function findDetection(id: string): Promise<Detection> {
  const { detections } = await readCatalogue()
  const found = detections.find((one) => one.id === id)
  if (!found) throw new NotFoundError('This detection')
  return found
}

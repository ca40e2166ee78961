import type { Detection } from '#server/detections/define-detection.ts'
import { DETECTIONS } from '#server/detections/index.ts'
import { NotFoundError } from '#server/errors.ts'
import type { DetectionRow } from './schema.ts'

export type Catalogue = {
  detections: readonly Detection[]
  /** Files of Sigma rules that could not be loaded, and why. */
  problems: { file: string; text: string }[]
}

/** Our detections and those that were loaded from the folder of Sigma rules. */
export async function readCatalogue(): Promise<Catalogue> {
  return { detections: DETECTIONS, problems: [] }
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

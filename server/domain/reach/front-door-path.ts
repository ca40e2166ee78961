import type { FrontDoorPath, ReachAnswer } from './reach.ts'
import type { ReachContext } from './reach-input.ts'

export function frontDoorPaths(_answers: ReachAnswer[], _context: ReachContext): FrontDoorPath[] {
  return []
}

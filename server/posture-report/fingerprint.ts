import { createHash } from 'node:crypto'
import type { PostureFinding } from './posture-finding.ts'

/** The same for the same check on the same resource, whatever else changes: 64 hexadecimal digits. */
export function fingerprintOf({ checkId, resourceArn }: PostureFinding): string {
  return createHash('sha256').update(`${checkId}\n${resourceArn}`).digest('hex')
}

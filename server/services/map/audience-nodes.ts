import type { ReachLevel } from '#server/domain/reach/reach.ts'
import type { MapBuilder } from './map-builder.ts'
import type { MapNode } from './schema.ts'

const WORDS: Record<ReachLevel, string> = {
  internet: 'Internet',
  'internet-authenticated': 'Internet, signed in',
  'other-accounts': 'Other accounts',
  organization: 'The organisation',
  account: 'This account',
  nobody: 'Nobody gets in',
  unknown: 'Not known',
}

/** The node of an audience; made when it is first needed. */
export function audienceNode(map: MapBuilder, level: ReachLevel, more: Partial<MapNode> = {}): string {
  const id = `audience:${level}`
  map.node({ id, column: 'audience', kind: 'audience', label: WORDS[level], reach: level, ...more })
  return id
}

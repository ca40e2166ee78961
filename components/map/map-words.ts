import type { MapNode } from '#server/services/map/schema.ts'

export const COLUMN_WORDS: Record<MapNode['column'], string> = {
  audience: 'Who',
  source: 'Source',
  trigger: 'Trigger',
  function: 'Function',
  role: 'Role',
  resource: 'Resource',
}

export const GROUP_OPTIONS = [
  { value: 'account', label: 'by account' },
  { value: 'region', label: 'by region' },
  { value: 'env', label: 'by environment' },
  { value: 'owner', label: 'by owner' },
  { value: 'reach', label: 'by reach' },
  { value: 'role', label: 'by role risk' },
]

/** Where a node leads: into its group, to the map around it, or to its page. */
export function hrefOf(node: MapNode, group: string): string | null {
  if (node.expand !== null) return `/map?group=${group}&within=${encodeURIComponent(node.expand)}`
  return node.href
}

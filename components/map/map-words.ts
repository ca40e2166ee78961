import { kindWord } from '#components/triggers/trigger-words.ts'
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

/** A node's name: that of a kind of trigger is its word. */
export function labelOf(node: MapNode): string {
  return isKind(node) ? kindWord(node.kind) : node.label
}

/** A service that a role may act in has the same name as some kinds of trigger, and is none. */
const isKind = (node: MapNode) => node.label === node.kind && node.column === 'trigger'

const NO_KIND: MapNode['column'][] = ['audience', 'resource']

/** The second line: what it is, and what stands out. */
export function noteOf(node: MapNode): string {
  const kind = node.label === node.kind || NO_KIND.includes(node.column) ? '' : kindWord(node.kind)
  const what = node.sublabel || kind
  const open = node.reach === 'internet' && node.column === 'function' ? 'open to the internet' : ''
  return [what, node.gone ? 'gone' : '', open].filter((part) => part !== '').join(', ')
}

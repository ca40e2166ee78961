import type { EstateMap, MapNode } from '#server/services/map/schema.ts'

export type Place = { x: number; y: number }

export const NODE_WIDTH_PX = 196
export const NODE_HEIGHT_PX = 38
const COLUMN_GAP_PX = 52
const ROW_GAP_PX = 8
const SWEEPS = 4
const REACH_ORDER: MapNode['reach'][] = [
  'internet',
  'internet-authenticated',
  'other-accounts',
  'unknown',
  'organization',
  'account',
  'nobody',
]
const RISK_ORDER: MapNode['risk'][] = ['critical', 'high', 'medium', 'low', 'unknown', 'info', 'none']
const COLUMNS: MapNode['column'][] = ['audience', 'source', 'trigger', 'function', 'role', 'resource']

type Neighbours = Map<string, string[]>

function neighboursOf(edges: EstateMap['edges']): Neighbours {
  const neighbours: Neighbours = new Map()
  const add = (from: string, to: string) => neighbours.set(from, [...(neighbours.get(from) ?? []), to])
  for (const { from, to } of edges) {
    add(from, to)
    add(to, from)
  }
  return neighbours
}

/** Audiences from the widest and roles from the worst: on every map in one order. */
const SCALES: Partial<Record<MapNode['kind'], (node: MapNode) => number>> = {
  audience: ({ reach }) => REACH_ORDER.indexOf(reach),
  roles: ({ risk }) => RISK_ORDER.indexOf(risk),
}

/** A column whose things stand on a scale, in its order; null for any other. */
export function sortByScale(column: MapNode[]): MapNode[] | null {
  const scale = column[0] && SCALES[column[0].kind]
  if (!scale || column.some((node) => node.kind !== column[0]?.kind)) return null
  return column.toSorted((a, b) => scale(a) - scale(b))
}

/** Sorts a column by the mean row of its neighbours, so that lines cross less. */
function sortByNeighbours(column: MapNode[], rows: Map<string, number>, neighbours: Neighbours): MapNode[] {
  const mean = (node: MapNode, i: number) => {
    const at = (neighbours.get(node.id) ?? []).flatMap((id) => rows.get(id) ?? [])
    return at.length === 0 ? i : at.reduce((sum, row) => sum + row, 0) / at.length
  }
  return column
    .map((node, i) => ({ node, at: mean(node, i) }))
    .sort((a, b) => a.at - b.at)
    .map(({ node }) => node)
}

/** Places nodes in columns from who to what; columns without a node take no room. */
export function layOut(map: Pick<EstateMap, 'nodes' | 'edges'>): Map<string, Place> {
  const neighbours = neighboursOf(map.edges)
  let columns = COLUMNS.map((name) => map.nodes.filter((node) => node.column === name)).filter(
    (column) => column.length > 0,
  )
  const rows = new Map<string, number>()
  const note = (column: MapNode[]) => {
    for (const [i, node] of column.entries()) rows.set(node.id, i - column.length / 2)
  }
  for (const column of columns) note(column)
  for (let sweep = 0; sweep < SWEEPS; sweep++)
    columns = columns.map((column) => {
      const sorted = sortByScale(column) ?? sortByNeighbours(column, rows, neighbours)
      note(sorted)
      return sorted
    })
  const places = new Map<string, Place>()
  for (const [c, column] of columns.entries())
    for (const [i, node] of column.entries())
      places.set(node.id, {
        x: c * (NODE_WIDTH_PX + COLUMN_GAP_PX),
        y: (i - (column.length - 1) / 2) * (NODE_HEIGHT_PX + ROW_GAP_PX),
      })
  return places
}

import { REACH_LEVELS } from '#server/domain/reach/reach.ts'
import { SEVERITIES } from '#server/domain/severity.ts'
import type { EstateMap, MapEdge, MapNode } from './schema.ts'

/** More than this cannot be read at once. */
const MAX_NODES = 300

type NodeInput = Pick<MapNode, 'id' | 'column' | 'kind' | 'label'> & Partial<MapNode>

export function reachLevelOf(text: string | null | undefined): MapNode['reach'] {
  return REACH_LEVELS.find((level) => level === text) ?? 'unknown'
}

export function riskLevelOf(text: string | null | undefined): MapNode['risk'] {
  if (text === 'none') return 'none'
  return SEVERITIES.find((level) => level === text) ?? 'unknown'
}

/** Gathers nodes and edges; the same node or edge again adds to its count. */
export class MapBuilder {
  readonly #nodes = new Map<string, MapNode>()
  readonly #edges = new Map<string, MapEdge>()
  readonly #leftOut: string[] = []
  #missed = 0

  has(id: string): boolean {
    return this.#nodes.has(id)
  }

  /** False where the map is full. */
  node(input: NodeInput): boolean {
    if (this.#nodes.has(input.id)) return true
    if (this.#nodes.size >= MAX_NODES) {
      this.#missed += 1
      return false
    }
    this.#nodes.set(input.id, {
      sublabel: '',
      count: 1,
      href: null,
      expand: null,
      reach: null,
      risk: null,
      gone: false,
      ...input,
    })
    return true
  }

  edge(from: string, to: string, label = '', count = 1, live: boolean | null = true): void {
    const key = `${from}\n${to}`
    const before = this.#edges.get(key)
    if (!before) {
      this.#edges.set(key, { from, to, label, count, live })
      return
    }
    before.count += count
    if (before.label !== label) before.label = ''
    if (before.live !== live) before.live = before.live || live ? true : null
  }

  leaveOut(text: string): void {
    this.#leftOut.push(text)
  }

  build(title: string): EstateMap {
    const edges = [...this.#edges.values()].filter(
      ({ from, to }) => this.#nodes.has(from) && this.#nodes.has(to),
    )
    const full = this.#missed > 0 ? [`${this.#missed} things more than the map can show`] : []
    return { nodes: [...this.#nodes.values()], edges, leftOut: [...this.#leftOut, ...full], title }
  }
}

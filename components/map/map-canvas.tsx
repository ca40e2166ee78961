'use client'
import { Background, Controls, type Edge, ReactFlow } from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useMemo } from 'react'
import { useScope } from '#components/scope/use-scope.ts'
import type { EstateMap } from '#server/services/map/schema.ts'
import { layOut } from './lay-out.ts'
import { type BoxNode, MapNodeBox } from './map-node-box.tsx'
import { COLUMN_WORDS, hrefOf, labelOf, noteOf } from './map-words.ts'

const NODE_TYPES = { box: MapNodeBox }
/** With more lines than this their numbers cover each other; the nodes and the table tell them. */
const MAX_LABELS = 16

type Props = { map: EstateMap; group: string }

/** The map as a picture: drag and zoom; Tab goes from node to node, Enter follows. */
export default function MapCanvas({ map, group }: Props) {
  const router = useRouter()
  const { withScope } = useScope()
  const nodes = useMemo(() => {
    const places = layOut(map)
    return map.nodes.map(
      (node): BoxNode => ({
        id: node.id,
        type: 'box',
        position: places.get(node.id) ?? { x: 0, y: 0 },
        data: { node },
        draggable: false,
        ariaLabel: `${COLUMN_WORDS[node.column]} ${labelOf(node)}, ${noteOf(node)}`,
      }),
    )
  }, [map])
  const edges = useMemo(
    () =>
      map.edges.map(
        (edge): Edge => ({
          id: `${edge.from} ${edge.to}`,
          source: edge.from,
          target: edge.to,
          label: edge.count > 1 && map.edges.length <= MAX_LABELS ? String(edge.count) : undefined,
          labelStyle: { fill: 'var(--color-muted)', fontSize: 10 },
          labelBgStyle: { fill: 'var(--color-bg)' },
          labelBgPadding: [2, 1],
          style: {
            stroke: 'var(--color-line-strong)',
            strokeDasharray: edge.live === false ? '4 3' : edge.live === null ? '1 3' : undefined,
          },
          focusable: false,
        }),
      ),
    [map],
  )
  const follow = (id: string) => {
    const node = map.nodes.find((one) => one.id === id)
    const href = node && hrefOf(node, group)
    if (href) router.push(withScope(href))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const id = event.target instanceof HTMLElement ? event.target.dataset.id : undefined
    if (event.key !== 'Enter' || !id) return
    event.preventDefault()
    follow(id)
  }
  return (
    <section
      aria-label="Map"
      onKeyDownCapture={onKeyDown}
      className="h-[calc(100dvh-13rem)] min-h-96 md:h-[calc(100dvh-10rem)] rounded-md border border-line bg-bg"
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onNodeClick={(_, node) => follow(node.id)}
        nodesConnectable={false}
        elementsSelectable={false}
        nodesFocusable
        edgesFocusable={false}
        fitView
        fitViewOptions={{ maxZoom: 1.1, minZoom: 0.6, padding: 0.03 }}
        minZoom={0.2}
        maxZoom={1.5}
        className="sightline-map"
      >
        <Background gap={16} size={1} color="var(--color-line)" />
        <Controls showInteractive={false} />
      </ReactFlow>
    </section>
  )
}

import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { LevelLabel } from '#components/roles/level-label.tsx'
import { Text } from '#components/ui/text.tsx'
import type { MapNode } from '#server/services/map/schema.ts'
import { NODE_HEIGHT_PX, NODE_WIDTH_PX } from './lay-out.ts'
import { labelOf, noteOf } from './map-words.ts'

export type BoxNode = Node<{ node: MapNode }, 'box'>

const OPEN = 'border-critical'

function tone(node: MapNode): string {
  if (node.gone) return 'border-dashed border-line-strong text-muted'
  if (node.reach === 'internet') return OPEN
  if (node.reach === 'unknown' && node.column !== 'role') return 'border-line-strong hatched'
  return 'border-line-strong'
}

/** One thing on the map; its state is said in words, not by its border alone. */
export function MapNodeBox({ data }: NodeProps<BoxNode>) {
  const { node } = data
  const isLoud = node.risk !== null && node.risk !== 'none' && node.risk !== 'info'
  return (
    <div
      style={{ width: NODE_WIDTH_PX, height: NODE_HEIGHT_PX }}
      className={`flex flex-col justify-center overflow-hidden rounded-md border bg-surface px-2 text-left text-table leading-tight ${tone(node)}`}
    >
      <Handle type="target" position={Position.Left} className="opacity-0" isConnectable={false} />
      <Text value={labelOf(node)} mono={node.column !== 'audience'} className="font-medium" />
      {(noteOf(node) !== '' || isLoud) && (
        <span className="flex min-w-0 items-center gap-1.5 text-micro text-muted">
          <Text value={noteOf(node)} />
          {isLoud && node.risk && <LevelLabel level={node.risk} />}
        </span>
      )}
      <Handle type="source" position={Position.Right} className="opacity-0" isConnectable={false} />
    </div>
  )
}

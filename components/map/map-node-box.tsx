import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { LevelLabel } from '#components/roles/level-label.tsx'
import { Text } from '#components/ui/text.tsx'
import type { MapNode } from '#server/services/map/schema.ts'
import { NODE_HEIGHT_PX, NODE_WIDTH_PX } from './lay-out.ts'

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
  return (
    <div
      style={{ width: NODE_WIDTH_PX, height: NODE_HEIGHT_PX }}
      className={`flex flex-col justify-center overflow-hidden rounded-md border bg-surface px-2 text-left text-table leading-tight ${tone(node)}`}
    >
      <Handle type="target" position={Position.Left} className="opacity-0" isConnectable={false} />
      <Text value={node.label} mono={node.column !== 'audience'} className="font-medium" />
      <span className="flex min-w-0 items-center gap-1.5 text-micro text-muted">
        <span className="min-w-0 truncate">
          {node.sublabel || node.kind}
          {node.gone ? ', gone' : ''}
          {node.reach === 'internet' && node.column === 'function' ? ', open to the internet' : ''}
        </span>
        {node.risk && node.risk !== 'none' && node.risk !== 'info' && <LevelLabel level={node.risk} />}
      </span>
      <Handle type="source" position={Position.Right} className="opacity-0" isConnectable={false} />
    </div>
  )
}

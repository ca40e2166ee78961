import { LevelLabel } from '#components/roles/level-label.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { kindWord } from '#components/triggers/trigger-words.ts'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { Text } from '#components/ui/text.tsx'
import type { EstateMap, MapNode } from '#server/services/map/schema.ts'
import { sortByScale } from './lay-out.ts'
import { COLUMN_WORDS, hrefOf, labelOf, noteOf } from './map-words.ts'

type Props = { map: EstateMap; group: string }

function Name({ node, id }: { node: MapNode | undefined; id: string }) {
  return <Text value={node ? labelOf(node) : id} mono />
}

function Names({ ids, byId }: { ids: string[]; byId: Map<string, MapNode> }) {
  if (ids.length === 0) return <span className="text-faint">–</span>
  return (
    <>
      {ids.slice(0, 8).map((id) => (
        <span key={id} className="block">
          <Name node={byId.get(id)} id={id} />
        </span>
      ))}
      {ids.length > 8 && <span className="text-muted">and {ids.length - 8} more</span>}
    </>
  )
}

/** The same as the map, row by row: what it is, what leads to it and where it leads. */
export function MapTable({ map, group }: Props) {
  const order = Object.keys(COLUMN_WORDS)
  const rows = order.flatMap((column) => {
    const nodes = map.nodes.filter((node) => node.column === column)
    return sortByScale(nodes) ?? nodes
  })
  const byId = new Map(map.nodes.map((node) => [node.id, node]))
  const into = Map.groupBy(map.edges, (edge) => edge.to)
  const out = Map.groupBy(map.edges, (edge) => edge.from)
  return (
    <ScrollArea label="Map as a table" className="rounded-md border border-line bg-surface">
      <table className="w-full min-w-[44rem] border-collapse text-table">
        <thead>
          <tr className="text-left">
            {['Kind', 'Name', 'Risk', 'Reached from', 'Leads to'].map((head) => (
              <th key={head} scope="col" className="caps px-3 py-1.5">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((node) => {
            const href = hrefOf(node, group)
            const name = <Text value={labelOf(node)} mono className="font-medium" />
            return (
              <tr key={node.id} className="align-top">
                <td className="border-t border-line px-3 py-1.5">
                  {COLUMN_WORDS[node.column]}
                  {node.column !== 'audience' && (
                    <span className="block text-muted">
                      {node.column === 'resource' ? node.kind : kindWord(node.kind)}
                    </span>
                  )}
                </td>
                <td className="min-w-0 max-w-64 border-t border-line px-3 py-1.5">
                  {href ? (
                    <ScopedLink href={href} className="hover:underline">
                      {name}
                    </ScopedLink>
                  ) : (
                    name
                  )}
                  {noteOf(node) !== '' && (
                    <span className="block text-muted">
                      <Text value={noteOf(node)} className="whitespace-normal" />
                    </span>
                  )}
                </td>
                <td className="border-t border-line px-3 py-1.5">
                  {node.risk ? <LevelLabel level={node.risk} /> : <span className="text-faint">–</span>}
                </td>
                <td className="min-w-0 max-w-56 border-t border-line px-3 py-1.5">
                  <Names ids={(into.get(node.id) ?? []).map((edge) => edge.from)} byId={byId} />
                </td>
                <td className="min-w-0 max-w-56 border-t border-line px-3 py-1.5">
                  <Names ids={(out.get(node.id) ?? []).map((edge) => edge.to)} byId={byId} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </ScrollArea>
  )
}

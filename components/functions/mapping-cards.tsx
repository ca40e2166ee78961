import { Facts } from '#components/detail/facts.tsx'
import { Card } from '#components/ui/card.tsx'
import type { FunctionDetail } from '#server/services/functions/schema.ts'
import { mappingFacts } from './mapping-facts.tsx'

/** Every setting of the function's event source mappings, folded. */
export function MappingCards({ mappings }: { mappings: FunctionDetail['mappings'] }) {
  if (mappings.length === 0) return null
  return (
    <Card title="Event source mappings" note={mappings.length}>
      <div className="grid min-w-0 grid-cols-1 gap-2 text-table">
        {mappings.map((mapping) => (
          <details key={mapping.uuid} className="min-w-0">
            <summary className="num cursor-pointer">{mapping.uuid}</summary>
            <div className="mt-2">
              <Facts facts={mappingFacts(mapping)} />
            </div>
          </details>
        ))}
      </div>
    </Card>
  )
}

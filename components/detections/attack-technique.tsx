import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { AttackCell } from '#server/services/detections/schema.ts'

function detectionsWords({ on, off, blind }: AttackCell): string {
  const parts = [on > 0 && `${on} on`, off > 0 && `${off} off`, blind > 0 && `${blind} blind`]
  return parts.filter(Boolean).join(', ') || 'none'
}

/** A technique: how many detections look for it, what they saw in 30 days, or why nothing is seen of it. */
export function AttackTechnique({ cell }: { cell: AttackCell }) {
  const { id, name, alerts, hits, blindness } = cell
  const isLookedFor = cell.on + cell.off + cell.blind > 0
  const words = (
    <>
      <span className="num mr-1.5 text-muted">{id}</span>
      <span className={blindness === null ? 'font-medium' : 'text-muted'}>{name}</span>
    </>
  )
  return (
    <li className="relative min-w-0 border-t border-line px-3 py-1">
      {blindness !== null && <span aria-hidden className="hatched absolute inset-y-0 left-0 w-1.5" />}
      <div className="flex min-w-0 items-baseline gap-2">
        <span className="min-w-0 flex-1 break-words">
          {isLookedFor ? (
            <ScopedLink href={`/detections?technique=${id}`} className="hover:underline">
              {words}
            </ScopedLink>
          ) : (
            words
          )}
        </span>
        {alerts + hits > 0 && (
          <span className="num shrink-0 text-muted" title="In 30 days">
            {alerts > 0
              ? `${formatCount(alerts)} ${alerts === 1 ? 'alert' : 'alerts'}`
              : `${formatCount(hits)} ${hits === 1 ? 'hit' : 'hits'}`}
          </span>
        )}
        <span className="num shrink-0 whitespace-nowrap text-right">{detectionsWords(cell)}</span>
      </div>
      {blindness !== null && <p className="m-0 break-words text-muted">{blindness}</p>}
    </li>
  )
}

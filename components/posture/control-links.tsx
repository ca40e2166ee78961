import { ScopedLink } from '#components/scope/scoped-link.tsx'
import type { CheckDetail } from '#server/services/posture/schema.ts'
import { controlName } from './control-name.ts'

/** The controls of frameworks that a check speaks for, each leading to its place. */
export function ControlLinks({ controls }: { controls: CheckDetail['frameworks'] }) {
  return (
    <ul className="m-0 grid list-none grid-cols-1 gap-0.5 p-0 text-table">
      {controls.map((one) => (
        <li key={`${one.id} ${one.control}`} className="flex min-w-0 flex-wrap gap-x-1.5 break-words">
          <span className="text-muted">{one.title}</span>
          <ScopedLink
            href={`/posture/frameworks/${one.id}#${encodeURIComponent(one.control)}`}
            className="text-accent hover:underline"
          >
            {controlName(one.control, one.controlTitle)}
          </ScopedLink>
        </li>
      ))}
    </ul>
  )
}

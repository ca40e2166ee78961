import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { visibleText } from '#server/domain/text.ts'

/** A function's name, leading to its page. */
export function FunctionLink({ id, name }: { id: number; name: string }) {
  const shown = visibleText(name)
  return (
    <ScopedLink
      href={`/functions/${id}`}
      title={shown}
      className="num block max-w-56 truncate hover:underline"
    >
      {shown}
    </ScopedLink>
  )
}

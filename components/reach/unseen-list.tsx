import { Text } from '#components/ui/text.tsx'

/** What could not be looked at, hatched, each with what it may hide. Nothing where all was seen. */
export function UnseenList({
  items,
  title = 'What could not be looked at',
}: {
  items: string[]
  title?: string
}) {
  if (items.length === 0) return null
  return (
    <section aria-label={title} className="hatched min-w-0 rounded-md border border-line p-3">
      <h2 className="font-medium">{title}</h2>
      <ul className="m-0 list-none p-0 text-table">
        {items.map((text) => (
          <li key={text}>
            <Text value={text} className="max-w-full whitespace-normal break-words" />
          </li>
        ))}
      </ul>
    </section>
  )
}

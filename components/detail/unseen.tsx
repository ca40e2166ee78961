/** A value that nobody knows, hatched, with the reason on hover. Never a zero. */
export function Unseen({ word = 'unknown', reason }: { word?: string; reason?: string }) {
  return (
    <span
      title={reason}
      className="hatched inline-block max-w-full truncate rounded-sm px-1 align-bottom font-sans text-muted"
    >
      {word}
    </span>
  )
}

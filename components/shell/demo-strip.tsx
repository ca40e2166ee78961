import { FlaskConical } from 'lucide-react'

/** Said on every page while what is watched was invented. */
export function DemoStrip() {
  return (
    <p className="flex items-start gap-2 border-b border-line bg-accent/10 px-4 py-1 text-table text-accent">
      <FlaskConical size={13} className="mt-0.5 shrink-0" aria-hidden />
      Demo: an invented estate on this machine, not your AWS account
    </p>
  )
}

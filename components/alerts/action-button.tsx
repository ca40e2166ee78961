import type { ReactNode } from 'react'
import { Button, type ButtonVariant } from '#components/ui/button.tsx'
import { Kbd } from '#components/ui/kbd.tsx'

type Props = {
  children: ReactNode
  shortcut?: string
  reason: string | null
  onClick: () => void
  variant?: ButtonVariant
}

/** A button that stays focusable when it cannot be used and says why. */
export function ActionButton({ children, shortcut, reason, onClick, variant }: Props) {
  return (
    <Button
      variant={reason ? 'default' : variant}
      aria-disabled={reason ? true : undefined}
      title={reason ?? (shortcut ? `Key ${shortcut}` : undefined)}
      onClick={() => !reason && onClick()}
    >
      {children}
      {shortcut && (
        <span className="max-md:hidden" aria-hidden>
          <Kbd>{shortcut}</Kbd>
        </span>
      )}
    </Button>
  )
}

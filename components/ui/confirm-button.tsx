'use client'
import { type ReactNode, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'

type Props = {
  label: string
  /** Asked before it is done: "Delete this rule?" */
  question: string
  /** Why it cannot be done; null where it can. */
  reason: string | null
  busy: boolean
  onConfirm: () => void
  /** What comes of it. */
  children: ReactNode
}

/** A button for what is hard to undo: says what will come of it, and asks once. */
export function ConfirmButton({ label, question, reason, busy, onConfirm, children }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        size="sm"
        disabled={reason !== null || busy}
        title={reason ?? undefined}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={question}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button
              variant="danger"
              onClick={() => {
                setOpen(false)
                onConfirm()
              }}
            >
              {label}
            </Button>
          </>
        }
      >
        <p className="m-0 break-words">{children}</p>
      </Dialog>
    </>
  )
}

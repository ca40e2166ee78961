'use client'
import { Dialog } from '#components/ui/dialog.tsx'
import { KeyTable } from './key-table.tsx'

export function KeyboardHelp({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard">
      <KeyTable />
    </Dialog>
  )
}

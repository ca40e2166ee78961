'use client'
import { Sheet } from '#components/ui/sheet.tsx'
import { EventView } from './event-view.tsx'

/** An event's record in the drawer. */
export function EventSheet({ id, onClose }: { id: string; onClose: () => void }) {
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title="Event">
      <EventView id={id} />
    </Sheet>
  )
}

'use client'
import { useState } from 'react'
import { useRoleReason } from '#components/query/use-status.ts'
import { Button } from '#components/ui/button.tsx'
import type { HitRow } from '#server/services/detections/schema.ts'
import { AllowDialog } from './allow-dialog.tsx'
import { draftOf } from './allow-draft.ts'

/** Opens the dialog that expects acts like a hit's; they may be widened or narrowed there. */
export function AllowButton({ hit }: { hit: Pick<HitRow, 'detectionId' | 'actorArn'> }) {
  const [open, setOpen] = useState(false)
  const reason = useRoleReason('reviewer')
  return (
    <>
      <Button size="sm" disabled={reason !== null} title={reason ?? undefined} onClick={() => setOpen(true)}>
        Expect such acts
      </Button>
      {open && (
        <AllowDialog
          draft={draftOf(hit)}
          actorArn={hit.actorArn}
          readPath={`/detections/${hit.detectionId}`}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

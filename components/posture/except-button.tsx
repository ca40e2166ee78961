'use client'
import { useState } from 'react'
import { useRoleReason } from '#components/query/use-status.ts'
import { Button } from '#components/ui/button.tsx'
import type { FindingRow } from '#server/services/findings/schema.ts'
import { ExceptionDialog } from './exception-dialog.tsx'
import { NO_DRAFT } from './exception-draft.ts'

/** Opens the dialog that excepts one finding; it may be widened there. */
export function ExceptButton({ row }: { row: Pick<FindingRow, 'id' | 'checkId' | 'resourceArn'> }) {
  const [open, setOpen] = useState(false)
  const reason = useRoleReason('reviewer')
  const draft = { ...NO_DRAFT, checks: row.checkId, resources: row.resourceArn }
  return (
    <>
      <Button disabled={reason !== null} title={reason ?? undefined} onClick={() => setOpen(true)}>
        Except
      </Button>
      {open && (
        <ExceptionDialog draft={draft} readPath={`/findings/${row.id}`} onClose={() => setOpen(false)} />
      )}
    </>
  )
}

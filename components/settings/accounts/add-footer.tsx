import type { UseMutationResult } from '@tanstack/react-query'
import { Button } from '#components/ui/button.tsx'

type Props = {
  change: Pick<UseMutationResult<unknown, Error>, 'isPending' | 'isError' | 'error'>
  onClose: () => void
  ready: boolean
  word: string
}

/** What went wrong, and the two buttons at the foot of a form. */
export function AddFooter({ change, onClose, ready, word }: Props) {
  return (
    <>
      {change.isError && (
        <p role="alert" className="m-0 text-critical">
          {change.error?.message}
        </p>
      )}
      <div className="flex justify-end gap-1.5">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" type="submit" disabled={change.isPending || !ready}>
          {change.isPending ? 'Adding…' : word}
        </Button>
      </div>
    </>
  )
}

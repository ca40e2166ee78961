import { formatCompact } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import type { FunctionRow } from '#server/services/functions/schema.ts'
import { AlertCell } from './function-columns.tsx'
import { ReachLabel } from './reach-label.tsx'

/** A function in three lines for a phone. */
export function FunctionPhoneRow({ row }: { row: FunctionRow }) {
  const { invocations, errors } = row
  return (
    <span className="grid grid-cols-1 gap-0.5">
      <span className="flex items-center justify-between gap-2">
        <Text value={row.name} mono className="font-medium" />
        {row.alerts.firing > 0 && <AlertCell alerts={row.alerts} />}
      </span>
      <span className="flex flex-wrap gap-x-2 text-muted">
        <span>{row.accountName}</span>
        <span className="num">{row.region}</span>
        <span className="num">{row.runtime ?? row.packageType ?? '–'}</span>
      </span>
      <span className="flex flex-wrap items-center gap-x-3">
        <span className="num">
          {invocations.total === null ? 'not polled' : `${formatCompact(invocations.total)} runs`}
        </span>
        {errors.total !== null && (
          <span className={errors.total > 0 ? 'num text-error' : 'num text-faint'}>
            {formatCompact(errors.total)} errors
          </span>
        )}
        <ReachLabel row={row} />
      </span>
    </span>
  )
}

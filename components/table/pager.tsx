'use client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Select } from '#components/ui/select.tsx'
import type { TableState } from './use-table-state.ts'

const SIZES = [25, 50, 100, 200].map((size) => ({ value: String(size), label: `${size} rows` }))

type PagerProps = {
  state: TableState
  total: number | undefined
  /** There are more than `total`, which were not counted. */
  isTotalLeast?: boolean
  shown: number
  /** The cursor of the next page; undefined where the table has numbered pages. */
  nextCursor?: string | null
}

function Pages({ state, total, shown }: PagerProps) {
  const first = (state.page - 1) * state.pageSize + 1
  const last = first + shown - 1
  const pages = Math.max(1, Math.ceil((total ?? 0) / state.pageSize))
  return (
    <>
      <span className="num text-muted" aria-live="polite">
        {total === undefined
          ? '–'
          : shown === 0
            ? `0 of ${formatCount(total)}`
            : `${formatCount(first)}–${formatCount(last)} of ${formatCount(total)}`}
      </span>
      <Button
        size="icon"
        variant="ghost"
        aria-label="Page before"
        disabled={state.page <= 1}
        onClick={() => state.setPage(Math.min(state.page - 1, pages))}
      >
        <ChevronLeft size={14} aria-hidden />
      </Button>
      <Button
        size="icon"
        variant="ghost"
        aria-label="Next page"
        disabled={state.page >= pages}
        onClick={() => state.setPage(state.page + 1)}
      >
        <ChevronRight size={14} aria-hidden />
      </Button>
    </>
  )
}

function Cursors({ state, total, isTotalLeast, shown, nextCursor }: PagerProps) {
  return (
    <>
      <span className="num text-muted">
        {total === undefined
          ? '–'
          : `${formatCount(shown)} of ${isTotalLeast ? 'at least ' : ''}${formatCount(total)}`}
      </span>
      <Button size="sm" variant="ghost" disabled={!state.cursor} onClick={() => state.setCursor(null)}>
        Newest
      </Button>
      <Button
        size="sm"
        variant="ghost"
        disabled={!nextCursor}
        onClick={() => state.setCursor(nextCursor ?? null)}
      >
        Older
        <ChevronRight size={14} aria-hidden />
      </Button>
    </>
  )
}

/** The foot of a table: which rows of how many, and the way to the others. */
export function Pager(props: PagerProps) {
  const { state } = props
  return (
    <nav
      aria-label="Pages"
      className="bottom-0 flex flex-wrap items-center justify-end gap-x-2 gap-y-1 rounded-b-md border-t border-line bg-surface px-3 py-1 text-table md:sticky md:z-10"
    >
      <Select
        aria-label="Rows on a page"
        className="mr-auto"
        value={String(state.pageSize)}
        options={
          SIZES.some((size) => size.value === String(state.pageSize))
            ? SIZES
            : [{ value: String(state.pageSize), label: `${state.pageSize} rows` }, ...SIZES]
        }
        onChange={(value) => state.setPageSize(Number(value))}
      />
      {props.nextCursor === undefined ? <Pages {...props} /> : <Cursors {...props} />}
    </nav>
  )
}

'use client'
import { ChevronDown, Clock } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { RANGE_LABELS, RANGES, scopeBounds } from '#components/scope/scope.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { formatClock } from '#components/ui/format.ts'
import { Input } from '#components/ui/input.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'
import { useHydrated } from '#components/ui/use-hydrated.ts'
import { localInputValue, parseLocalInput } from './local-input.ts'

/** The period that every page is about: one of a few lengths up to now, or from and to in the viewer's zone. */
export function TimeRange() {
  const { scope, setScope } = useScope()
  const [open, setOpen] = useState(false)
  const hydrated = useHydrated()
  const said =
    !scope.from || !scope.to
      ? RANGE_LABELS[scope.range]
      : hydrated
        ? `${formatClock(Date.parse(scope.from), Date.now())} – ${formatClock(Date.parse(scope.to), Date.now())}`
        : 'a period'
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger aria-label={`Period: ${said}`} className={buttonClass('ghost', 'md')}>
        <Clock size={13} aria-hidden className="max-sm:hidden" />
        <span className="truncate max-sm:max-w-24" title={said}>
          {said}
        </span>
        <ChevronDown size={13} aria-hidden />
      </PopoverTrigger>
      <PopoverContent className="w-72" aria-label="Period">
        <div className="grid grid-cols-4 gap-1">
          {RANGES.map((range) => (
            <Button
              key={range}
              variant="ghost"
              aria-pressed={!scope.from && scope.range === range}
              className={cn(
                'justify-center',
                !scope.from && scope.range === range && 'bg-hover! text-accent!',
              )}
              onClick={() => {
                setScope({ range })
                setOpen(false)
              }}
            >
              {range}
            </Button>
          ))}
        </div>
        <CustomRange key={String(open)} onDone={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  )
}

function CustomRange({ onDone }: { onDone: () => void }) {
  const { scope, setScope } = useScope()
  const id = useId()
  const { fromMs, toMs } = scopeBounds(scope, Date.now())
  const [from, setFrom] = useState(() => localInputValue(fromMs))
  const [to, setTo] = useState(() => localInputValue(toMs))
  const fromIso = parseLocalInput(from)
  const toIso = parseLocalInput(to)
  const wrong =
    !fromIso || !toIso ? 'Give both times.' : fromIso >= toIso ? 'The start must be before the end.' : null
  const apply = (event: FormEvent) => {
    event.preventDefault()
    if (wrong) return
    setScope({ from: fromIso, to: toIso })
    onDone()
  }
  return (
    <form onSubmit={apply} className="mt-2 grid grid-cols-1 gap-1.5 border-t border-line pt-2">
      <div className="grid grid-cols-[3rem_minmax(0,1fr)] items-center">
        <label htmlFor={`${id}-from`}>From</label>
        <Input
          id={`${id}-from`}
          type="datetime-local"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
      </div>
      <div className="grid grid-cols-[3rem_minmax(0,1fr)] items-center">
        <label htmlFor={`${id}-to`}>To</label>
        <Input
          id={`${id}-to`}
          type="datetime-local"
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      </div>
      {wrong && <p className="text-table text-critical">{wrong}</p>}
      <Button type="submit" disabled={wrong !== null} className="justify-self-end">
        Show this period
      </Button>
    </form>
  )
}

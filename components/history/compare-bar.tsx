'use client'
import { type FormEvent, useId, useState } from 'react'
import { localInputValue, parseLocalInput } from '#components/shell/local-input.ts'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { DAY_MS } from '#server/domain/time.ts'
import { COMPARE_PRESETS, type CompareRange, writeCompareRange } from './compare-range.ts'

type Props = { range: CompareRange | null; setRange: (text: string | null) => void }

/** Chooses the two times that are compared: a preset up to now, or any two. */
export function CompareBar({ range, setRange }: Props) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const begin = () => {
    const nowMs = Date.now()
    setFrom(localInputValue(range ? Date.parse(range.from) : nowMs - 7 * DAY_MS))
    setTo(localInputValue(range ? Date.parse(range.to) : nowMs))
    setOpen(!open)
  }
  const fromIso = parseLocalInput(from)
  const toIso = parseLocalInput(to)
  const wrong =
    !fromIso || !toIso ? 'Give both times.' : fromIso >= toIso ? 'The first must be before the second.' : null
  const apply = (event: FormEvent) => {
    event.preventDefault()
    if (wrong || !fromIso || !toIso) return
    setRange(writeCompareRange(Date.parse(fromIso), Date.parse(toIso)))
    setOpen(false)
  }
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-table">
      <span className="text-muted">Compare now with</span>
      {COMPARE_PRESETS.map(({ label, ms }) => (
        <Button
          key={label}
          size="sm"
          onClick={() => setRange(writeCompareRange(Date.now() - ms, Date.now()))}
        >
          {label}
        </Button>
      ))}
      <Button size="sm" aria-expanded={open} onClick={begin}>
        Any two times
      </Button>
      {range && (
        <Button size="sm" variant="ghost" onClick={() => setRange(null)}>
          Stop comparing
        </Button>
      )}
      {open && (
        <form onSubmit={apply} className="flex w-full flex-wrap items-center gap-1.5">
          <label htmlFor={`${id}-from`}>From</label>
          <Input
            id={`${id}-from`}
            type="datetime-local"
            className="w-48!"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
          <label htmlFor={`${id}-to`}>to</label>
          <Input
            id={`${id}-to`}
            type="datetime-local"
            className="w-48!"
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
          <Button type="submit" size="sm" variant="primary" disabled={wrong !== null}>
            Compare
          </Button>
          {wrong && <span className="text-critical">{wrong}</span>}
        </form>
      )}
    </div>
  )
}

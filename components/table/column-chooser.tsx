'use client'
import { Columns3 } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'
import { Select } from '#components/ui/select.tsx'
import { type Density, useDensity } from './table-preferences.ts'

type ColumnName = { id: string; header: string; fixed?: boolean }

type Props = {
  columns: ColumnName[]
  shown: string[]
  /** null = the default columns. */
  onChange: (ids: string[] | null) => void
}

const DENSITY_OPTIONS: { value: Density; label: string }[] = [
  { value: 'compact', label: 'Compact rows' },
  { value: 'normal', label: 'Normal rows' },
  { value: 'roomy', label: 'Roomy rows' },
]

/** Which columns are shown and how high the rows are. */
export function ColumnChooser({ columns, shown, onChange }: Props) {
  const [density, setDensity] = useDensity()
  const toggle = (id: string) =>
    onChange(
      columns
        .map((column) => column.id)
        .filter((one) => (one === id ? !shown.includes(id) : shown.includes(one))),
    )
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="icon" variant="ghost" aria-label="Columns and density" title="Columns and density">
          <Columns3 size={14} aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-56">
        <Select
          aria-label="Density"
          className="mb-2 w-full"
          value={density}
          options={DENSITY_OPTIONS}
          onChange={(value) =>
            setDensity(DENSITY_OPTIONS.find((one) => one.value === value)?.value ?? 'normal')
          }
        />
        {columns.map((column) => (
          <label key={column.id} className="flex min-h-6 cursor-pointer items-center gap-2 px-1 text-table">
            <input
              type="checkbox"
              className="size-3.5 accent-accent"
              checked={shown.includes(column.id)}
              disabled={column.fixed}
              onChange={() => toggle(column.id)}
            />
            {column.header}
          </label>
        ))}
        <Button size="sm" variant="ghost" className="mt-1" onClick={() => onChange(null)}>
          Default columns
        </Button>
      </PopoverContent>
    </Popover>
  )
}

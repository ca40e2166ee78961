'use client'
import { Field } from '#components/ui/input.tsx'
import { oddRegions, regionsOf } from './trust-policy.ts'

type Props = {
  /** Regions that are enabled in the account, as far as known. */
  known: string[]
  chosen: string[]
  onChange: (regions: string[]) => void
}

/** Which regions to watch; none chosen means all that are enabled, also later ones. */
export function RegionChoice({ known, chosen, onChange }: Props) {
  const odd = oddRegions(chosen)
  if (known.length === 0)
    return (
      <Field
        id="regions"
        label="Regions"
        placeholder="all that are enabled"
        defaultValue={chosen.join(', ')}
        onChange={(event) => onChange(regionsOf(event.target.value))}
        error={odd.length > 0 ? `Not the name of a region: ${odd.join(', ')}` : null}
        hint="Separated by commas. Leave empty for every region that is enabled."
      />
    )
  const every = [...new Set([...known, ...chosen])].sort()
  const toggle = (region: string) =>
    onChange(chosen.includes(region) ? chosen.filter((one) => one !== region) : [...chosen, region])
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0">
      <legend className="mb-1 p-0 font-medium">Regions</legend>
      <div className="grid max-h-52 grid-cols-2 gap-x-3 overflow-y-auto">
        {every.map((region) => (
          <label key={region} className="num flex min-h-6 cursor-pointer items-center gap-2 text-table">
            <input
              type="checkbox"
              className="size-3.5 accent-accent"
              checked={chosen.includes(region)}
              onChange={() => toggle(region)}
            />
            {region}
            {!known.includes(region) && <span className="font-sans text-high">not enabled</span>}
          </label>
        ))}
      </div>
      <p className="m-0 mt-1 text-table text-muted">
        {chosen.length === 0
          ? 'None ticked: every enabled region is watched, also those enabled later.'
          : `${chosen.length} of ${known.length} enabled regions are watched.`}
      </p>
    </fieldset>
  )
}

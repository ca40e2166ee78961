import { Textarea } from '#components/ui/input.tsx'

const MIN_CHARACTERS = 10

export const isReason = (text: string): boolean => text.trim().length >= MIN_CHARACTERS

type Props = { id: string; value: string; onChange: (text: string) => void; disabled?: boolean }

/** Why something was decided, for whoever looks at it later. */
export function ReasonField({ id, value, onChange, disabled }: Props) {
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        Why
      </label>
      <Textarea
        id={id}
        required
        minLength={MIN_CHARACTERS}
        maxLength={2000}
        disabled={disabled}
        placeholder="For whoever reviews it: at least ten characters"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}

import { Field } from '#components/ui/input.tsx'
import type { HistoryForm } from './history-form.ts'

type Props = { form: HistoryForm; set: (patch: Partial<HistoryForm>) => void }

const TEXTS = [
  { key: 'service', label: 'Service', placeholder: 'lambda' },
  { key: 'name', label: 'Call', placeholder: 'UpdateFunctionCode' },
  { key: 'actor', label: 'A part of the actor’s ARN', placeholder: 'assumed-role/gha-deploy' },
  { key: 'function', label: 'A part of the parameters', placeholder: 'checkout-api' },
  { key: 'address', label: 'Address', placeholder: '203.0.113.9' },
  { key: 'account', label: 'Account', placeholder: '111122223333' },
  { key: 'region', label: 'Region', placeholder: 'eu-west-1' },
] as const

/** Times, and what is looked for between them. */
export function HistoryFields({ form, set }: Props) {
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {(['from', 'to'] as const).map((key) => (
        <Field
          key={key}
          id={`history-${key}`}
          label={key === 'from' ? 'From (UTC)' : 'To (UTC)'}
          type="datetime-local"
          required
          value={form[key]}
          className="num"
          onChange={(event) => set({ [key]: event.target.value })}
        />
      ))}
      {TEXTS.map(({ key, label, placeholder }) => (
        <Field
          key={key}
          id={`history-${key}`}
          label={label}
          placeholder={placeholder}
          value={form[key]}
          className="num"
          onChange={(event) => set({ [key]: event.target.value })}
        />
      ))}
    </div>
  )
}

'use client'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { isReason, ReasonField } from '#components/decisions/reason-field.tsx'
import { ParameterFields } from '#components/detail/parameter-fields.tsx'
import { postApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Select } from '#components/ui/select.tsx'
import { Time } from '#components/ui/time.tsx'
import { SEVERITIES } from '#server/domain/severity.ts'
import { visibleText } from '#server/domain/text.ts'
import type { DetectionDetail, TuningChange, TuningPreview } from '#server/services/detections/schema.ts'
import { changeOf, draftOfTuning } from './tuning-draft.ts'
import { TuningPreviewBox } from './tuning-preview.tsx'

const DAYS = ['7', '30', '90'].map((value) => ({ value, label: `${value} days` }))

/** Who tuned it last, and why. */
function Tuned({ tuning }: Pick<DetectionDetail, 'tuning'>) {
  if (!tuning) return <p className="m-0 text-table text-muted">It runs as the catalogue has it.</p>
  return (
    <p className="m-0 break-words text-table text-muted">
      Tuned by {visibleText(tuning.updatedBy)}, <Time at={tuning.updatedAt} />: {visibleText(tuning.reason)}
    </p>
  )
}

/** Switches a detection, sets its severity and parameters, and shows what that would have found before it is saved. */
export function DetectionTuning({ detail }: { detail: DetectionDetail }) {
  const { row, parameters, tuning } = detail
  const path = `/detections/${row.id}`
  const [draft, setDraft] = useState(() => draftOfTuning(detail))
  const [reason, setReason] = useState('')
  const [days, setDays] = useState('30')
  const adminOnly = useRoleReason('admin')
  const responderOnly = useRoleReason('responder')
  const save = useChange<DetectionDetail>(path, () => setReason(''))
  const preview = useMutation<TuningPreview, Error, TuningChange & { days: number }>({
    mutationFn: (body) => postApi<TuningPreview>(`${path}/preview`, body),
  })
  const edit = (values: Partial<typeof draft>) => {
    setDraft({ ...draft, ...values })
    preview.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({
      path,
      method: 'PATCH',
      body: { ...changeOf(draft, detail), reason: reason.trim() },
      said: 'Saved: it holds for records that come in from now on, and the stored ones are run again',
    })
  }
  const catalogue = row.off === null ? 'on' : 'off'
  return (
    <Card title="Tuning">
      <form onSubmit={submit} className="grid grid-cols-1 gap-3">
        <Tuned tuning={tuning} />
        {row.off && (
          <p className="m-0 text-table text-muted">Off unless switched on: {visibleText(row.off)}</p>
        )}
        <div className="grid grid-cols-2 gap-3">
          <div className="grid content-start gap-1">
            <label htmlFor="tuning-enabled" className="font-medium">
              Switch
            </label>
            <Select
              id="tuning-enabled"
              value={draft.enabled}
              options={[
                { value: '', label: `As the catalogue: ${catalogue}` },
                { value: 'on', label: 'On' },
                { value: 'off', label: 'Off' },
              ]}
              onChange={(enabled) => edit({ enabled: enabled === 'on' || enabled === 'off' ? enabled : '' })}
            />
          </div>
          <div className="grid content-start gap-1">
            <label htmlFor="tuning-severity" className="font-medium">
              Severity
            </label>
            <Select
              id="tuning-severity"
              value={draft.severity}
              options={[
                { value: '', label: `As the catalogue: ${row.catalogueSeverity}` },
                ...SEVERITIES.map((value) => ({ value, label: value })),
              ]}
              onChange={(severity) => edit({ severity })}
            />
          </div>
        </div>
        <ParameterFields
          parameters={parameters}
          typed={draft.typed}
          onType={(typed) => edit({ typed })}
          disabled={false}
        />
        <div className="flex flex-wrap items-center gap-1.5">
          <Button
            disabled={responderOnly !== null || preview.isPending}
            title={responderOnly ?? undefined}
            onClick={() => preview.mutate({ ...changeOf(draft, detail), days: Number(days) })}
          >
            {preview.isPending ? 'Looking…' : 'What would it have found?'}
          </Button>
          <Select aria-label="Days to look back" options={DAYS} value={days} onChange={setDays} />
        </div>
        {preview.isError && <ErrorState title="The preview could not be made" error={preview.error} />}
        {preview.data && <TuningPreviewBox preview={preview.data} />}
        <ReasonField id="tuning-reason" value={reason} onChange={setReason} disabled={adminOnly !== null} />
        <div className="flex flex-wrap items-center justify-end gap-2">
          {adminOnly && <span className="text-table text-muted">{adminOnly}</span>}
          <Button
            type="submit"
            variant="primary"
            disabled={adminOnly !== null || save.isPending || !isReason(reason)}
            title={adminOnly ?? undefined}
          >
            Save
          </Button>
        </div>
      </form>
    </Card>
  )
}

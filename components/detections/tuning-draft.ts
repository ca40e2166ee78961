import { type Typed, typedValues } from '#components/detail/parameter-fields.tsx'
import { SEVERITIES } from '#server/domain/severity.ts'
import type { DetectionDetail, TuningChange } from '#server/services/detections/schema.ts'

/** A tuning as it is typed; an empty choice is the catalogue's. */
export type TuningDraft = { enabled: '' | 'on' | 'off'; severity: string; typed: Typed }

/** What is in force. */
export function draftOfTuning({ tuning }: Pick<DetectionDetail, 'tuning'>): TuningDraft {
  const enabled = tuning?.enabled
  return {
    enabled: enabled === true ? 'on' : enabled === false ? 'off' : '',
    severity: tuning?.severity ?? '',
    typed: {},
  }
}

/** The change that a draft asks for, as a whole: what the API is sent, for the preview and to save. */
export function changeOf(
  draft: TuningDraft,
  { parameters }: Pick<DetectionDetail, 'parameters'>,
): TuningChange {
  return {
    enabled: draft.enabled === '' ? null : draft.enabled === 'on',
    severity: SEVERITIES.find((one) => one === draft.severity) ?? null,
    ...(parameters.length > 0 ? { parameters: typedValues(parameters, draft.typed) } : {}),
  }
}

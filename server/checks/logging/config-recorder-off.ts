import { defineCheck } from '#server/checks/define-check.ts'
import { pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { noFunctionsHere } from './functions-here.ts'

const FUNCTION_TYPE = 'AWS::Lambda::Function'
type Recorder = { recording: boolean; allResources: boolean; types: string[] }

/** Types that begin with a minus are left out of a recorder that takes all others. */
function takes({ allResources, types }: Recorder): boolean {
  const isByExclusion = types.length > 0 && types.every((type) => type.startsWith('-'))
  if (allResources || types.includes(FUNCTION_TYPE)) return true
  return isByExclusion && !types.includes(`-${FUNCTION_TYPE}`)
}

function evaluate(record: SafeguardsRecord, around: Surroundings): Verdict {
  const nothing = noFunctionsHere(record, around)
  if (nothing) return nothing
  const hidden = unseen('AWS Config', record.configRecorder)
  if (hidden) return unknown(hidden)
  const recorder = valueOr<Recorder | null>(record.configRecorder, null)
  const takesFunctions = recorder !== null && recorder !== undefined && takes(recorder)
  const evidence = [
    { label: 'Recorder', value: recorder ? (recorder.recording ? 'recording' : 'stopped') : 'none' },
    { label: FUNCTION_TYPE, value: takesFunctions ? 'recorded' : 'not recorded' },
  ]
  if (recorder?.recording && takesFunctions) return pass(...evidence)
  const what = !recorder
    ? 'has no recorder'
    : recorder.recording
      ? 'leaves functions out'
      : 'has stopped recording'
  const summary = `AWS Config ${what} in ${record.region}: there is no history of functions but Sightline’s own.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

/** A recorder that takes chosen types must name functions. */
export const configRecorderOff = defineCheck({
  id: 'config-recorder-off',
  title: 'AWS Config does not record functions',
  group: 'logging',
  kind: 'safeguards',
  severity: 'low',
  severityNote: null,
  why: 'AWS Config keeps what every function looked like and when that changed, also of functions that are gone. Its rules and the findings of Security Hub rest on it.',
  references: ['https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html'],
  needs: ['safeguards'],
  elsewhere: ['Prowler config_recorder_all_regions_enabled', 'Security Hub Config.1'],
  risks: ['inadequate-monitoring', 'ungoverned-assets'],
  evaluate,
  remediate: (record) => ({
    text: `Let the recorder of ${record.region} record all resources, or AWS::Lambda::Function at least, and start it. It is charged by the configuration item.`,
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})

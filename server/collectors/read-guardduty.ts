import { GetDetectorCommand, ListDetectorsCommand } from '@aws-sdk/client-guardduty'
import { call } from '#server/aws/call.ts'
import { absent, type Field, failed, known } from '#server/domain/field.ts'
import { asArray, asObject, asText, asTexts, type JsonObject } from '#server/domain/json.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import type { CollectorContext } from './define-collector.ts'
import { unseen } from './read-field.ts'
import { readList } from './read-list.ts'
import { SAFEGUARD_OPERATIONS } from './safeguard-operations.ts'

const { listDetectors, getDetector } = SAFEGUARD_OPERATIONS

/** Id of the region's detector, of which there is one at most; absent where GuardDuty was never switched on. */
export async function readDetectorId(context: CollectorContext): Promise<Field<string>> {
  const ids = await readList(context, {
    operation: listDetectors,
    command: (NextToken) => new ListDetectorsCommand({ NextToken }),
    items: 'detectorIds',
    token: 'nextToken',
  })
  if (ids.state !== 'known') return ids
  const [id] = asTexts(ids.value)
  return id === undefined ? absent() : known(id)
}

/** Whether GuardDuty runs, and looks at functions' network traffic. */
export async function readGuardDuty(context: CollectorContext): Promise<SafeguardsRecord['guardDuty']> {
  const id = await readDetectorId(context)
  if (id.state !== 'known') return id
  const result = await call(context, getDetector, new GetDetectorCommand({ DetectorId: id.value }))
  if (result.state !== 'ok') return unseen(result)
  return readDetector(asObject(result.output))
}

function readDetector(from: JsonObject): SafeguardsRecord['guardDuty'] {
  const status = asText(from.status)
  if (status === undefined) return failed('unreadable status')
  const features = asArray(from.features).map(asObject)
  const network = features.find(({ name }) => name === 'LAMBDA_NETWORK_LOGS')
  if (!network && !Array.isArray(from.features)) return failed('unreadable features')
  return known({ enabled: status === 'ENABLED', lambdaProtection: network?.status === 'ENABLED' })
}

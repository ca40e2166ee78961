import {
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
} from '@aws-sdk/client-config-service'
import { call } from '#server/aws/call.ts'
import type { ObservedCommand } from '#server/aws/observe-attempts.ts'
import type { Operation } from '#server/aws/operation.ts'
import { absent, type Field, failed, known } from '#server/domain/field.ts'
import { asObject, asText, asTexts, isObject, type JsonObject } from '#server/domain/json.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import type { CollectorContext } from './define-collector.ts'
import { unseen } from './read-field.ts'
import { SAFEGUARD_OPERATIONS } from './safeguard-operations.ts'

const { describeRecorders, recorderStatus } = SAFEGUARD_OPERATIONS

/** What AWS Config records in a region, and whether it does so now; recorders of other services are left out. */
export async function readConfigRecorder(
  context: CollectorContext,
): Promise<SafeguardsRecord['configRecorder']> {
  const recorders = await readObjects(
    context,
    describeRecorders,
    new DescribeConfigurationRecordersCommand({}),
    'ConfigurationRecorders',
  )
  if (recorders.state !== 'known') return recorders
  const own = recorders.value.find(({ servicePrincipal }) => asText(servicePrincipal) === undefined)
  if (!own) return absent()
  const statuses = await readObjects(
    context,
    recorderStatus,
    new DescribeConfigurationRecorderStatusCommand({}),
    'ConfigurationRecordersStatus',
  )
  if (statuses.state !== 'known') return statuses
  const status = statuses.value.find(({ name }) => name === own.name)
  if (typeof status?.recording !== 'boolean') return failed('the recorder has no status')
  return known({ recording: status.recording, ...readGroup(own) })
}

async function readObjects(
  context: CollectorContext,
  operation: Operation,
  command: ObservedCommand,
  name: string,
): Promise<Field<JsonObject[]>> {
  const result = await call(context, operation, command)
  if (result.state !== 'ok') return unseen(result)
  const list = asObject(result.output)[name]
  return Array.isArray(list) ? known(list.filter(isObject)) : failed(`answer has no ${name}`)
}

/** A recorder that leaves some types out records everything but them: its types then start with a minus. */
function readGroup(recorder: JsonObject): { allResources: boolean; types: string[] } {
  const group = asObject(recorder.recordingGroup)
  const left = asTexts(asObject(group.exclusionByResourceTypes).resourceTypes)
  const isByExclusion = asObject(group.recordingStrategy).useOnly === 'EXCLUSION_BY_RESOURCE_TYPES'
  if (isByExclusion) return { allResources: left.length === 0, types: left.map((type) => `-${type}`).sort() }
  return { allResources: group.allSupported === true, types: asTexts(group.resourceTypes).sort() }
}

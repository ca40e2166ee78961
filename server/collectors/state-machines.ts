import { DescribeStateMachineCommand, ListStateMachinesCommand } from '@aws-sdk/client-sfn'
import { call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { type Field, failed, known } from '#server/domain/field.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { StateMachineRecord } from '#server/domain/records/state-machine-record.ts'
import { stateMachineCalls } from '#server/domain/state-machine-calls.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { readText, type Shape, unknownMembers, unseen } from './read-field.ts'

const listStateMachines: Operation = {
  service: 'states',
  name: 'ListStateMachines',
  permission: 'states:ListStateMachines',
  costUsd: 0,
  hides: 'which Step Functions state machines call a function',
}
const describeStateMachine: Operation = {
  service: 'states',
  name: 'DescribeStateMachine',
  permission: 'states:DescribeStateMachine',
  costUsd: 0,
  hides: 'the functions that a state machine calls, in which order, with which retries and as which role',
}

const MACHINE: Shape = {
  stateMachineArn: true,
  name: true,
  status: true,
  definition: true,
  roleArn: true,
  type: true,
  creationDate: true,
  loggingConfiguration: true,
  tracingConfiguration: true,
  label: true,
  revisionId: true,
  description: true,
  encryptionConfiguration: true,
  variableReferences: true,
}

/** State machines whose definition calls functions, or could not be read; those that call none are left out. */
export const stateMachines = defineCollector<StateMachineRecord>({
  id: 'state-machines',
  title: 'State machines',
  scope: 'region',
  kind: 'state-machine',
  changedBy: ['states.amazonaws.com'],
  onlyWithFunctions: true,
  operations: [listStateMachines, describeStateMachine],
  async *collect(context): Batches<StateMachineRecord> {
    const paging = {
      operation: listStateMachines,
      command: (nextToken: string | undefined) =>
        new ListStateMachinesCommand({ nextToken, maxResults: 1000 }),
      items: 'stateMachines',
      token: 'nextToken',
    }
    const { complete } = yield* readEach(context, paging, (item) => readStateMachine(context, item))
    return { complete }
  },
})

async function readStateMachine(
  context: CollectorContext,
  listed: JsonObject,
): Promise<StateMachineRecord | undefined> {
  const arn = asText(listed.stateMachineArn)
  const name = asText(listed.name)
  if (arn === undefined || name === undefined) throw unreadable('a state machine')
  const details = await readDetails(context, arn)
  const field = <T>(read: (from: JsonObject) => Field<T>): Field<T> =>
    details.state === 'known' ? read(details.value) : details
  const calls = field((from) => stateMachineCalls(String(from.definition)))
  if (calls.state === 'absent' || (calls.state === 'known' && calls.value.length === 0)) return undefined
  return {
    kind: 'state-machine',
    arn,
    name,
    accountId: context.account.id,
    region: context.region,
    type: readText(listed, 'type'),
    status: field((from) => readText(from, 'status')),
    roleArn: field((from) => readText(from, 'roleArn')),
    calls,
    unknownFields: details.state === 'known' ? unknownMembers(details.value, MACHINE) : [],
  }
}

/** Absent where the state machine has gone since it was listed. */
async function readDetails(context: CollectorContext, stateMachineArn: string): Promise<Field<JsonObject>> {
  const command = new DescribeStateMachineCommand({ stateMachineArn })
  const result = await call(context, describeStateMachine, command, { resource: stateMachineArn })
  if (result.state !== 'ok') return unseen(result)
  const details = asObject(result.output)
  if (asText(details.definition) !== undefined) return known(details)
  const message = 'the answer has no definition'
  const problem = { state: 'malformed' as const, code: 'MalformedAnswer', message }
  context.report.addProblem(describeStateMachine, problem, stateMachineArn)
  return failed('MalformedAnswer')
}

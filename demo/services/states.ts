import { stateMachinesOf } from '#demo/estate/sources/sources.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { boundedInt, type Call, type Operation, page, partitionOf } from './call.ts'

const bad = () => new AwsError('InvalidToken', 400, 'Invalid Token')

function listStateMachines(call: Call): unknown {
  const size = boundedInt(call.input.maxResults, 100, 0, 1000, bad)
  const all = stateMachinesOf(partitionOf(call))
  const { items, token } = page(call, all, call.input.nextToken, size || 100, bad)
  return {
    stateMachines: items.map(({ arn, name, type, createdMs }) => ({
      stateMachineArn: arn,
      name,
      type,
      creationDate: new Date(createdMs),
    })),
    nextToken: token,
  }
}

function describeStateMachine(call: Call): unknown {
  const arn = String(call.input.stateMachineArn ?? '')
  const found = stateMachinesOf(partitionOf(call)).find((machine) => machine.arn === arn)
  if (!found) throw new AwsError('StateMachineDoesNotExist', 400, `State Machine Does Not Exist: '${arn}'`)
  return {
    stateMachineArn: arn,
    name: found.name,
    status: 'ACTIVE',
    definition: found.definition,
    roleArn: found.roleArn,
    type: found.type,
    creationDate: new Date(found.createdMs),
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
  }
}

export const statesOperations: Record<string, Operation> = {
  ListStateMachines: { bucket: { name: 'states-list', perSecond: 5 }, run: listStateMachines },
  DescribeStateMachine: { bucket: { name: 'states', perSecond: 20 }, run: describeStateMachine },
}

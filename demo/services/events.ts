import type { RuleSpec } from '#demo/estate/sources/rules.ts'
import { busPolicy } from '#demo/estate/sources/shared-access.ts'
import { rulesOf } from '#demo/estate/sources/sources.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { boundedInt, type Call, type Operation, page, partitionOf } from './call.ts'

const badToken = () => new AwsError('ValidationException', 400, 'Invalid nextToken.')
const bucket = { name: 'events', perSecond: 50 }

const sizeOf = (call: Call) =>
  boundedInt(call.input.Limit, 100, 1, 100, (value) => {
    const text = `1 validation error detected: Value '${value}' at 'limit' failed to satisfy constraint`
    return new AwsError('ValidationException', 400, text)
  })

const busArn = (call: Call, name: string) =>
  `arn:aws:events:${call.region}:${call.account.id}:event-bus/${name}`

const busEntry = (Arn: string, Name: string) => ({ Name, Arn, Policy: busPolicy(Arn) })

function listEventBuses(call: Call): unknown {
  const { buses } = rulesOf(partitionOf(call))
  const { items, token } = page(call, buses, call.input.NextToken, sizeOf(call), badToken)
  return { EventBuses: items.map((name) => busEntry(busArn(call, name), name)), NextToken: token }
}

function busOf(call: Call): string {
  const bus = String(call.input.EventBusName ?? 'default')
  const { buses } = rulesOf(partitionOf(call))
  if (!buses.includes(bus))
    throw new AwsError('ResourceNotFoundException', 400, `Event bus ${bus} does not exist.`)
  return bus
}

function ruleEntry(rule: RuleSpec) {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.pattern,
    State: rule.state,
    Description: rule.description,
    ScheduleExpression: rule.schedule,
    ManagedBy: rule.managedBy,
    EventBusName: rule.bus,
  }
}

function listRules(call: Call): unknown {
  const bus = busOf(call)
  const rules = rulesOf(partitionOf(call)).rules.filter((rule) => rule.bus === bus)
  const { items, token } = page(call, rules, call.input.NextToken, sizeOf(call), badToken)
  return { Rules: items.map(ruleEntry), NextToken: token }
}

function listTargetsByRule(call: Call): unknown {
  const bus = busOf(call)
  const name = String(call.input.Rule ?? '')
  const rule = rulesOf(partitionOf(call)).rules.find((one) => one.bus === bus && one.name === name)
  if (!rule)
    throw new AwsError('ResourceNotFoundException', 400, `Rule ${name} does not exist on EventBus ${bus}.`)
  const { items, token } = page(call, rule.targets, call.input.NextToken, sizeOf(call), badToken)
  return { Targets: items, NextToken: token }
}

export const eventsOperations: Record<string, Operation> = {
  ListEventBuses: { bucket, run: listEventBuses },
  ListRules: { bucket, run: listRules },
  ListTargetsByRule: { bucket, run: listTargetsByRule },
}

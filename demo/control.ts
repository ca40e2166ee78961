import { frontDoorOf } from './estate/front-door/front-door.ts'
import { hourMs, type Partition } from './estate/model.ts'
import {
  bucketsOf,
  queuesOf,
  rulesOf,
  schedulesOf,
  stateMachinesOf,
  streamsOf,
  subscriptionsOf,
} from './estate/sources/sources.ts'
import { type Fault, faultListSchema } from './faults.ts'
import type { Machine } from './handle-request.ts'
import type { Reply } from './protocol/respond.ts'
import { keptVersions } from './services/call.ts'
import { delayMsOf } from './trail/journal.ts'

function answer(status: number, body: unknown): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

function countPartition({ world }: Machine, partition: Partition, hours: number) {
  const nowMs = world.now()
  const newest = Math.floor(nowMs / hourMs)
  let events = 0
  for (let hour = newest; hour >= Math.floor((nowMs - hours * hourMs) / hourMs); hour--) {
    events += world.journal
      .hour(partition, hour)
      .filter((act) => act.timeMs >= nowMs - hours * hourMs && act.timeMs + delayMsOf(act) <= nowMs).length
  }
  const states = partition.functions.map((fn) => ({ fn, state: world.stateOf(partition, fn) }))
  return {
    functions: partition.functions.length,
    versions: states.reduce((sum, { fn, state }) => sum + keptVersions(fn, state.latestVersion).length, 0),
    aliases: partition.functions.reduce((sum, fn) => sum + fn.aliases.length, 0),
    mappings: partition.mappings.length,
    apis: frontDoorOf(partition).apis.length,
    loadBalancers: frontDoorOf(partition).loadBalancers.length,
    webAcls: frontDoorOf(partition).webAcls.length,
    rules: rulesOf(partition).rules.length,
    schedules: schedulesOf(partition).length,
    subscriptions: subscriptionsOf(partition).length,
    queues: queuesOf(partition).size,
    streams: streamsOf(partition).size,
    stateMachines: stateMachinesOf(partition).length,
    urls: states.filter(({ state }) => state.url !== undefined).length,
    publicUrls: states.filter(({ state }) => state.url?.authType === 'NONE').length,
    policies: states.filter(({ fn, state }) => fn.rawPolicy !== undefined || state.statements.length > 0)
      .length,
    eventInvokeConfigs: partition.functions.filter((fn) => fn.eventInvoke).length,
    reservedConcurrency: partition.functions.filter((fn) => fn.reserved !== undefined).length,
    events,
  }
}

/** What there is now, by account and region: for tests that reconcile. `hours` is how far back events are counted. */
export function estateCounts(machine: Machine, hours: number) {
  const { world } = machine
  const nowMs = world.now()
  return {
    now: new Date(nowMs).toISOString(),
    eventHours: hours,
    accounts: world.estate.accounts.map((account) => {
      const iam = world.estate.iam(account)
      return {
        id: account.id,
        name: account.name,
        roles: iam.roles.length,
        users: iam.users.length,
        groups: iam.groups.length,
        managedPolicies: iam.policies.length,
        buckets: bucketsOf(world.estate, account).length,
        regions: Object.fromEntries(
          account.regions.map((region) => [
            region,
            countPartition(machine, world.estate.partition(account, region), hours),
          ]),
        ),
      }
    }),
    incidents: world.stage.active(nowMs).map(({ id, occurrence }) => ({
      id,
      start: new Date(occurrence.startMs).toISOString(),
      end: new Date(occurrence.endMs).toISOString(),
    })),
    cast: Object.fromEntries(
      world.estate.accounts
        .slice(0, 1)
        .flatMap((home) => world.estate.partition(home, home.regions[0] ?? '').functions)
        .flatMap((fn) => (fn.cast ? [[fn.cast, fn.arn]] : [])),
    ),
  }
}

function deploy({ world }: Machine, name: string): Reply {
  const home = world.estate.accounts[0]
  const partition = home && world.estate.partition(home, home.regions[0] ?? '')
  const fn = partition?.byName.get(name)
  if (!partition || !fn) return answer(404, { error: "the home account's first region has no such function" })
  world.deploy(partition, fn)
  return answer(200, { arn: fn.arn })
}

/** The control endpoints under /__demo/; loopback only, like the whole server. */
export function control(
  machine: Machine,
  method: string,
  path: string,
  query: URLSearchParams,
  body: Buffer,
): Reply {
  if (method === 'GET' && path === '/__demo/estate') {
    const hours = Number(query.get('hours') ?? 24)
    if (!(hours > 0 && hours <= 2160)) return answer(400, { error: 'hours must be between 0 and 2160' })
    return answer(200, estateCounts(machine, hours))
  }
  if (path === '/__demo/calls' && method === 'GET') return answer(200, Object.fromEntries(machine.calls))
  if (path === '/__demo/faults' && method === 'GET') return answer(200, machine.faults.active)
  if (path === '/__demo/faults' && method === 'POST') {
    let faults: Fault[]
    try {
      faults = faultListSchema.parse(JSON.parse(body.toString('utf8')))
    } catch (error) {
      return answer(400, { error: error instanceof Error ? error.message : 'not a list of faults' })
    }
    machine.faults.set(faults)
    return answer(200, faults)
  }
  if (path === '/__demo/deploy' && method === 'POST') return deploy(machine, query.get('function') ?? '')
  if (path === '/__demo/queue' && method === 'POST') {
    machine.world.eventQueue.send(body.toString('utf8'))
    return answer(200, { waiting: machine.world.eventQueue.waiting })
  }
  return answer(404, { error: 'no such control endpoint' })
}

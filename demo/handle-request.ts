import { setTimeout as wait } from 'node:timers/promises'
import type { Fault, Faults } from './faults.ts'
import { authenticate } from './identity/authenticate.ts'
import type { Sessions } from './identity/sessions.ts'
import { AwsError } from './protocol/aws-error.ts'
import { commonError, deniedError, unknownOperation } from './protocol/common-errors.ts'
import { type Routed, routeRequest } from './protocol/parse-request.ts'
import type { RateLimiter } from './protocol/rate-limit.ts'
import { type Reply, writeError, writeResult } from './protocol/respond.ts'
import { type Protocol, serviceFacts } from './protocol/service-ids.ts'
import type { SignedRequest } from './protocol/sigv4.ts'
import type { Call } from './services/call.ts'
import { services } from './services/index.ts'
import type { World } from './world.ts'

export type Machine = {
  world: World
  sessions: Sessions
  faults: Faults
  limiter: RateLimiter
  signingNow: () => number
  hostile: boolean
  /** Requests that were signed rightly, by `account|region|service:operation`. */
  calls: Map<string, number>
}

/** A reply, and whether the connection is to be cut half-way through its body. */
export type Answer = { reply: Reply; cut: boolean }

const page502 =
  '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>'

/** Answers one AWS request: route, authenticate, faults, rate limit, run, write. */
export async function handleRequest(
  machine: Machine,
  request: SignedRequest,
  requestId: string,
): Promise<Answer> {
  const routed = routeRequest(request)
  if (!routed) {
    const error = new AwsError('UnknownOperationException', 404, 'This demo does not speak that service')
    return { reply: writeError('lambda', 'rest-json', error, requestId), cut: false }
  }
  try {
    return await run(machine, routed, request, requestId)
  } catch (error) {
    const known = error instanceof AwsError ? error : commonError(routed.protocol, 'internal')
    if (!(error instanceof AwsError)) console.error(error)
    return { reply: writeError(routed.service, routed.protocol, known, requestId), cut: false }
  }
}

const isXml = (protocol: Protocol) => ['query', 'ec2', 'rest-xml'].includes(protocol)

async function run(
  machine: Machine,
  routed: Routed,
  request: SignedRequest,
  requestId: string,
): Promise<Answer> {
  const { world, sessions, limiter } = machine
  const { service, protocol } = routed
  const nowMs = machine.signingNow()
  const { principal, region } = authenticate(request, protocol, sessions, world, nowMs)
  const operation = services[service][routed.operation]
  if (!operation) throw unknownOperation(service, protocol, routed.operation)
  const call: Call = {
    service,
    protocol,
    operation: routed.operation,
    input: routed.readInput(),
    account: principal.account,
    region,
    principal,
    world,
    endpoint: `http://${request.headers.host ?? '127.0.0.1'}`,
    sessions,
    signingNowMs: nowMs,
    repeatToken: false,
    hostile: machine.hostile,
  }
  const counted = `${call.account.id}|${region}|${service}:${routed.operation}`
  machine.calls.set(counted, (machine.calls.get(counted) ?? 0) + 1)
  const faults = machine.faults.take(call)
  const has = (kind: Fault['kind']) => faults.some((fault) => fault.kind === kind)
  for (const fault of faults) if (fault.kind === 'slow') await wait(fault.delayMs ?? 5_000)
  if (has('throttle')) throw commonError(protocol, 'throttled')
  if (has('expired-credentials')) throw commonError(protocol, 'expired')
  if (has('error500')) throw commonError(protocol, 'internal')
  if (has('denied')) {
    const { actionPrefix, action = `${actionPrefix}:${routed.operation}` } = serviceFacts[service]
    throw deniedError(protocol, principal.arn, action, operation.resource?.(call) ?? '*')
  }
  if (has('html')) {
    return { reply: { status: 502, headers: { 'content-type': 'text/html' }, body: page502 }, cut: false }
  }
  if (!limiter.take(`${call.account.id}|${region}|${service}`, operation.bucket))
    throw commonError(protocol, 'throttled')
  call.repeatToken = has('repeat-token')
  const output = await operation.run(call)
  const reply = writeResult(service, protocol, routed.operation, output, requestId)
  if (has('malformed')) reply.body = isXml(protocol) ? '<Response><Unclosed>' : '{"Functions": [{"Func'
  return { reply, cut: has('truncated') }
}

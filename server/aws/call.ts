import type { Clock } from '#server/domain/time.ts'
import { endpointRegion } from './aws-region.ts'
import type { ClientPool } from './client-pool.ts'
import { CredentialsError } from './credentials.ts'
import { Deadline } from './deadline.ts'
import { type ClassifiedError, classifyError, safeMessage } from './error-class.ts'
import { type ObservedCommand, observeAttempts } from './observe-attempts.ts'
import type { Operation } from './operation.ts'
import type { RunReport } from './run-report.ts'

export type CallContext = {
  account: { id: string; partition: string }
  /** A region, or `global`. */
  region: string
  clients: ClientPool
  clock: Clock
  signal: AbortSignal
  report: RunReport
  /** What the collector declared; calling anything else throws. */
  operations: ReadonlySet<Operation>
}

export type CallResult =
  | { state: 'ok'; output: unknown; xml?: string }
  | { state: 'denied'; permission: string; code: string; message: string }
  | { state: 'not-found' }
  | { state: 'failed'; code: string; message: string }

export type CallOptions = {
  /** Name of the resource concerned, for the run's problems. */
  resource?: string
  /** What the call's price is multiplied with; 1 by default. */
  units?: number
  /** Leaves the body of a good answer to the caller, as `Body` of the SDK's output: it may be larger than memory. */
  streamed?: boolean
}

type Sender = { send(command: unknown, options: { abortSignal: AbortSignal }): Promise<unknown> }

/** Whoever renews beside us may have got what is about to expire as well: the second time is not the last. */
const MAX_RENEWALS = 2

/**
 * Sends a command and says what came of it; it throws only when the signal was aborted or the operation was not
 * declared. `output` is the answer's JSON as it came, or what the SDK read of `xml`.
 */
export async function call(
  context: CallContext,
  operation: Operation,
  command: ObservedCommand,
  options: CallOptions = {},
): Promise<CallResult> {
  assertDeclared(context, operation, command)
  const { account, clients, report, signal } = context
  const region = endpointRegion(context.region, account.partition)
  const observed = observeAttempts(command, {
    report,
    region,
    beforeRetry: () => clients.limiter.take(account.id, region, operation, signal),
    streamed: options.streamed,
  })
  for (let round = 0; ; round += 1) {
    signal.throwIfAborted()
    await clients.limiter.take(account.id, region, operation, signal)
    const credentials = clients.credentialsFor(account.id)
    const deadline = new Deadline(signal, clients.deadlineMs)
    try {
      const client: Sender = clients.client(account.id, region, operation.service)
      const output = await client.send(command, { abortSignal: deadline.signal })
      report.costUsd += operation.costUsd * (options.units ?? 1)
      return { state: 'ok', output: observed.json() ?? output, xml: observed.xml() }
    } catch (error) {
      signal.throwIfAborted()
      if (observed.readableJson()) {
        report.costUsd += operation.costUsd * (options.units ?? 1)
        return { state: 'ok', output: observed.json() }
      }
      const classified = classify(error, region, deadline.passed)
      if (classified.class === 'expired' && round < MAX_RENEWALS) {
        await credentials.expire(observed.accessKeyId())
        continue
      }
      return settle(context, operation, error, classified, options.resource)
    } finally {
      deadline.clear()
    }
  }
}

function classify(error: unknown, region: string, timedOut: boolean): ClassifiedError {
  if (timedOut) return { class: 'failed', code: 'Timeout', message: 'no answer within the deadline' }
  return classifyError(error instanceof CredentialsError ? error.cause : error, region)
}

function settle(
  context: CallContext,
  operation: Operation,
  error: unknown,
  { class: kind, code, message: raw }: ClassifiedError,
  resource: string | undefined,
): CallResult {
  const assuming = error instanceof CredentialsError && error.assumingRole
  if (kind === 'not-found' && !assuming) return { state: 'not-found' }
  const message =
    kind === 'region-disabled' ? `region ${context.region} is not enabled in this account` : safeMessage(raw)
  const permission = assuming ? 'sts:AssumeRole' : operation.permission
  const state = kind === 'denied' || kind === 'malformed' ? kind : 'failed'
  context.report.addProblem({ name: operation.name, permission }, { state, code, message }, resource)
  return state === 'denied' ? { state, permission, code, message } : { state: 'failed', code, message }
}

function assertDeclared(context: CallContext, operation: Operation, command: ObservedCommand): void {
  const name = command.constructor.name.replace(/Command$/, '')
  if (context.operations.has(operation) && name === operation.name) return
  throw new Error(`operation ${name} is not declared by this collector`)
}

import { asObject, isObject, parseJson } from '#server/domain/json.ts'
import { classifyError } from './error-class.ts'
import type { RunReport } from './run-report.ts'

type Next = (args: unknown) => Promise<unknown>
type Middleware = (next: Next) => Next
type StackOptions = { step: 'deserialize'; priority: 'high' | 'low'; name: string; override: boolean }

/** What is used of an SDK command. */
export type ObservedCommand = {
  readonly input: object
  middlewareStack: { add(middleware: never, options: never): void }
}

export type Observation = {
  /** The last answer's body, where that is JSON. */
  json(): unknown
  /** The last answer's body, where that is not JSON. */
  xml(): string | undefined
  /** True where AWS answered with success and a JSON object. */
  readableJson(): boolean
  /** Which key signed the last attempt. */
  accessKeyId(): string | undefined
}

type Observe = { report: RunReport; region: string; beforeRetry: () => Promise<void>; streamed?: boolean }

/**
 * Hooks into the SDK's own retry loop: counts every attempt and throttle, takes a rate token before each retry, and
 * keeps the raw body, because the SDK drops fields that it does not know.
 */
export function observeAttempts(command: ObservedCommand, observe: Observe): Observation {
  const { report, region, beforeRetry, streamed } = observe
  let attempts = 0
  let json: unknown
  let xml: string | undefined
  let status = 0
  let accessKeyId: string | undefined

  const readBody: Middleware = (next) => async (args) => {
    attempts += 1
    if (attempts > 1) await beforeRetry()
    report.calls += 1
    json = undefined
    xml = undefined
    status = 0
    accessKeyId = signingKey(asObject(args).request)
    const result = await next(args)
    const response = asObject(asObject(result).response)
    status = Number(response.statusCode)
    report.noteDate(asObject(response.headers).date, Date.now())
    if (streamed && status < 300) return result
    const body = await readAll(response.body)
    response.body = body
    const text = new TextDecoder().decode(body)
    if (/^\s*[[{]/.test(text)) json = parseJson(text)
    else xml = text
    return result
  }
  const countThrottles: Middleware = (next) => async (args) => {
    try {
      return await next(args)
    } catch (error) {
      if (classifyError(error, region).class === 'throttled') report.throttles += 1
      throw error
    }
  }
  add(command, readBody, { step: 'deserialize', priority: 'low', name: 'readBody', override: true })
  add(command, countThrottles, {
    step: 'deserialize',
    priority: 'high',
    name: 'countThrottles',
    override: true,
  })
  return {
    json: () => json,
    xml: () => xml,
    readableJson: () => status >= 200 && status < 300 && isObject(json),
    accessKeyId: () => accessKeyId,
  }
}

function add(command: ObservedCommand, middleware: Middleware, options: StackOptions): void {
  const stack = command.middlewareStack as { add(m: Middleware, o: StackOptions): void }
  stack.add(middleware, options)
}

function signingKey(request: unknown): string | undefined {
  const headers = asObject(asObject(request).headers)
  const authorization = String(headers.authorization ?? headers.Authorization ?? '')
  return /Credential=([^/,\s]+)/.exec(authorization)?.[1]
}

async function readAll(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body
  if (!isAsyncIterable(body)) return new Uint8Array()
  const chunks: Uint8Array[] = []
  for await (const chunk of body) if (chunk instanceof Uint8Array) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { asText, parseJson } from '#server/domain/json.ts'
import { ClientPool, type ClientPoolOptions } from './client-pool.ts'
import { AccountCredentials } from './credentials.ts'

export type TestRequest = {
  method: string
  path: string
  query: URLSearchParams
  /** Operation, where the protocol names it: X-Amz-Target's end, or Action of a form. */
  operation: string
  body: string
  json: unknown
  accessKeyId: string
}

/** An answer, or what else may happen to a request. */
export type TestAnswer =
  | { status?: number; headers?: Record<string, string>; body: unknown }
  | 'hang'
  | 'drop'
  | 'truncate'

export type TestAws = {
  url: string
  requests: TestRequest[]
  answer: (request: TestRequest) => TestAnswer
  close(): Promise<void>
}

/** A small HTTP server for tests that answers as a test says; real SDK clients talk to it. */
export async function startTestAws(answer: TestAws['answer'] = () => ({ body: {} })): Promise<TestAws> {
  const requests: TestRequest[] = []
  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming)
    requests.push(request)
    const given = aws.answer(request)
    if (given === 'hang') return
    if (given === 'drop') return incoming.socket.destroy()
    if (given === 'truncate') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
      response.write('{"Functions": [')
      return setImmediate(() => incoming.socket.destroy())
    }
    const body = typeof given.body === 'string' ? given.body : JSON.stringify(given.body)
    response
      .writeHead(given.status ?? 200, { 'content-type': 'application/json', ...given.headers })
      .end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const aws: TestAws = {
    url: `http://127.0.0.1:${port}`,
    requests,
    answer,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return aws
}

async function readRequest(incoming: IncomingMessage): Promise<TestRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString()
  const url = new URL(incoming.url ?? '/', 'http://localhost')
  const target = asText(incoming.headers['x-amz-target'])?.split('.').pop()
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    operation: target ?? new URLSearchParams(body).get('Action') ?? '',
    body,
    json: parseJson(body),
    accessKeyId: /Credential=([^/]+)/.exec(incoming.headers.authorization ?? '')?.[1] ?? '',
  }
}

/** A pool for tests: fixed credentials, no rate limit to wait for, two attempts. */
export function testPool(url: string, options: Partial<ClientPoolOptions> = {}): ClientPool {
  const credentials = new AccountCredentials(async () => ({
    accessKeyId: 'AKIATEST',
    secretAccessKey: 'test',
  }))
  return new ClientPool({
    endpoint: url,
    credentialsFor: () => credentials,
    maxAttempts: 2,
    limiter: { take: async (_account, _region, _operation, signal) => signal.throwIfAborted() },
    ...options,
  })
}

const LAMBDA_URI =
  /^arn:[^:]+:apigateway:[^:]*:lambda:path\/[^/]+\/functions\/(.+)\/((?:response-streaming-)?invocations|invoke-async)(?:\/.*)?$/

/** The function of an integration's or authorizer's URI, without API Gateway's wrapping; stage variables stay in it. */
export function functionOfUri(uri: string | undefined): string | undefined {
  if (uri === undefined) return undefined
  const wrapped = LAMBDA_URI.exec(uri)?.[1]
  if (wrapped !== undefined) return wrapped
  return /^arn:[^:]+:lambda:[^:]*:[^:]*:function:./.test(uri) ? uri : undefined
}

/** A URI fit to be stored: credentials and the query, which may hold keys, are left out. */
export function safeUri(uri: string | undefined): string | undefined {
  return uri
    ?.replace(/[?#][\s\S]*$/, '')
    .replace(/&[\s\S]*$/, '')
    .replace(/\/\/[^/]*@/, '//')
}

/** An invocation type of Event, set by a header or by the path, makes a call asynchronous. Values are not kept. */
export function invocationOf(
  uri: string | undefined,
  requestParameters: Record<string, string>,
): 'synchronous' | 'asynchronous' {
  if (uri !== undefined && LAMBDA_URI.exec(uri)?.[2] === 'invoke-async') return 'asynchronous'
  const header = Object.entries(requestParameters).find(
    ([name]) => name.toLowerCase() === 'integration.request.header.x-amz-invocation-type',
  )
  return header && /^'?event'?$/i.test(header[1].trim()) ? 'asynchronous' : 'synchronous'
}

/** Names of the stage variables that URIs refer to. */
export function stageVariablesIn(uris: Iterable<string | undefined>): Set<string> {
  const names = new Set<string>()
  for (const uri of uris)
    for (const match of (safeUri(uri) ?? '').matchAll(/\$\{stageVariables\.(\w+)\}/g))
      if (match[1] !== undefined) names.add(match[1])
  return names
}

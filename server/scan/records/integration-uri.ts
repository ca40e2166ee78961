import { withPlaceholders } from '#server/scan/template/unknown.ts'

const LAMBDA_URI =
  /:lambda:path\/[^/]+\/functions\/(.+?)\/((?:response-streaming-)?invocations|invoke-async)(?:\/.*)?$/

/** The function of an integration's or authorizer's URI; undefined where it is none. Unknown parts stand as `${Name}`. */
export function functionOfUri(uri: unknown): string | undefined {
  if (typeof uri !== 'string') return undefined
  const text = withPlaceholders(uri)
  const wrapped = LAMBDA_URI.exec(text)?.[1]
  if (wrapped !== undefined) return wrapped
  return /^arn:[^:]+:lambda:[^:]*:[^:]*:function:./.test(text) ? text : undefined
}

/** What else a URI says, without credentials and query. */
export function safeUri(uri: unknown): string | undefined {
  if (typeof uri !== 'string' || uri === '') return undefined
  return withPlaceholders(uri)
    .replace(/[?#][\s\S]*$/, '')
    .replace(/\/\/[^/]*@/, '//')
}

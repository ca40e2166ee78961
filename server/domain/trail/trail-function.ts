import { parseFunctionRef } from '#server/domain/arn.ts'
import { asArray, asObject, asText, type JsonObject } from '#server/domain/json.ts'

const SOURCES = new Set(['lambda.amazonaws.com'])

/** The name of the Lambda function that a record is about; null when it is about none. */
export function trailFunctionName(record: JsonObject): string | null {
  if (!SOURCES.has(asText(record.eventSource) ?? '')) return null
  const request = asObject(record.requestParameters)
  const response = asObject(record.responseElements)
  const candidates = [
    request.functionName,
    request.functionArn,
    request.resource,
    request.resourceArn,
    response.functionArn,
    response.functionName,
    ...asArray(record.resources).map((one) => asObject(one).ARN ?? asObject(one).arn),
  ]
  for (const candidate of candidates) {
    const text = asText(candidate)
    if (!text) continue
    const isArn = text.startsWith('arn:')
    const name = isArn || !text.includes('/') ? parseFunctionRef(text)?.name : undefined
    if (name) return name
  }
  return null
}

/** ARNs and names of what a record touched, without repeats, at most 50. */
export function trailResources(record: JsonObject, listed: unknown): string[] {
  const found = new Set<string>()
  for (const item of asArray(record.resources)) {
    const name = asText(asObject(item).ARN) ?? asText(asObject(item).arn)
    if (name) found.add(name)
  }
  for (const item of asArray(listed)) {
    const name = asText(asObject(item).ResourceName)
    if (name) found.add(name)
  }
  const functionName = trailFunctionName(record)
  if (functionName) found.add(functionName)
  return [...found].slice(0, 50)
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { functionOfUri, invocationOf, safeUri, stageVariablesIn } from './read-integration.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:pay'
const variable = (name: string) => `\${stageVariables.${name}}`
const wrap = (inner: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${inner}/invocations`

describe('functionOfUri', () => {
  it.each([
    ['a wrapped ARN', wrap(FUNCTION), FUNCTION],
    ['a wrapped alias', wrap(`${FUNCTION}:live`), `${FUNCTION}:live`],
    ['a stage variable', wrap(`${FUNCTION}:${variable('alias')}`), `${FUNCTION}:${variable('alias')}`],
    ['nothing but a stage variable', wrap(variable('fn')), variable('fn')],
    [
      'another partition',
      wrap(FUNCTION).replaceAll('arn:aws:', 'arn:aws-cn:'),
      FUNCTION.replace('aws', 'aws-cn'),
    ],
    ['a plain ARN', FUNCTION, FUNCTION],
    [
      'a streaming response',
      `arn:aws:apigateway:eu-west-1:lambda:path/2021-11-15/functions/${FUNCTION}/response-streaming-invocations`,
      FUNCTION,
    ],
    ['a queue', 'arn:aws:apigateway:eu-west-1:sqs:path/111122223333/q', undefined],
    ['an address', 'https://example.com/functions/x/invocations', undefined],
    ['nothing', undefined, undefined],
  ])('reads %s', (_, uri, expected) => {
    expect(functionOfUri(uri)).toBe(expected)
  })
})

describe('safeUri', () => {
  it.each([
    ['https://user:password@example.com/path?key=1#x', 'https://example.com/path'],
    [`https://${variable('host')}/x`, `https://${variable('host')}/x`],
    [
      'arn:aws:apigateway:eu-west-1:sqs:action/SendMessage&MessageBody=secret',
      'arn:aws:apigateway:eu-west-1:sqs:action/SendMessage',
    ],
  ])('makes %s fit to be stored', (uri, expected) => {
    expect(safeUri(uri)).toBe(expected)
  })

  it('never keeps a query', () => {
    fc.assert(fc.property(fc.string(), (text) => !safeUri(text)?.includes('?')))
  })
})

it.each([
  [{ 'integration.request.header.X-Amz-Invocation-Type': "'Event'" }, 'asynchronous'],
  [{ 'integration.request.header.x-amz-invocation-type': 'event' }, 'asynchronous'],
  [{ 'integration.request.header.X-Amz-Invocation-Type': "'RequestResponse'" }, 'synchronous'],
  [{}, 'synchronous'],
])('%j is %s', (parameters, expected) => {
  expect(invocationOf(wrap(FUNCTION), parameters)).toBe(expected)
})

it('finds the stage variables of URIs, but not those of queries', () => {
  const uris = [wrap(variable('fn')), `https://${variable('host')}/?k=${variable('key')}`, undefined]
  expect([...stageVariablesIn(uris)]).toEqual(['fn', 'host'])
})

import { describe, expect, test } from 'vitest'
import { openApiDocument } from './openapi.ts'
import { ROUTES } from './routes/index.ts'

type Operation = {
  operationId: string
  security: unknown[]
  responses: Record<string, unknown>
  parameters: { name: string; in: string }[]
}
const document = openApiDocument(ROUTES, 'cookie') as {
  openapi: string
  paths: Record<string, Record<string, Operation>>
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.values(methods).map((operation) => ({ path, operation })),
)

describe('the OpenAPI document', () => {
  test('has every route once, under an id of its own', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(operations).toHaveLength(ROUTES.length)
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(ROUTES.length)
  })

  test.each(operations)('$path names its path parameters and how to sign in', ({ path, operation }) => {
    const named = operation.parameters
      .filter((parameter) => parameter.in === 'path')
      .map((parameter) => parameter.name)
    expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))
    if (path !== '/api/v1/setup') expect(operation.security).toEqual([{ session: [] }, { token: [] }])
  })

  test('is JSON through and through', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })
})

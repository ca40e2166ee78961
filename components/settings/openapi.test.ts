import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOpenApi, shapeOf } from './openapi.ts'

const document = {
  components: {
    schemas: { Row: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } },
  },
  paths: {
    '/api/v1/rows': {
      get: {
        summary: 'Rows',
        parameters: [
          { name: 'page', in: 'query', schema: { type: 'integer', default: 1 }, description: 'From 1' },
        ],
        responses: {
          200: {
            description: 'OK',
            content: {
              'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Row' } } },
            },
          },
        },
      },
    },
  },
}

it('reads operations with their parameters and shapes', () => {
  const [group] = readOpenApi(document)
  expect(group?.tag).toBe('rows')
  expect(group?.operations[0]).toMatchObject({
    method: 'GET',
    path: '/api/v1/rows',
    parameters: [{ name: 'page', type: 'integer = 1', required: false }],
    responses: [{ status: '200', shape: '{\n  id: string\n}[]' }],
  })
})

describe('shapeOf', () => {
  it.each([
    [{ type: 'string', format: 'date-time' }, 'string (date-time)'],
    [{ enum: ['a', 'b'] }, '"a" | "b"'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, '("a" | "b")[]'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, '{ [key]: number }'],
    [{ type: 'array', prefixItems: [{ type: 'number' }, { type: 'null' }] }, '[number, null]'],
    [{}, 'anything'],
  ])('%j', (schema, text) => expect(shapeOf({}, schema)).toBe(text))

  it('ends where a schema holds itself', () => {
    const own = { type: 'object', properties: { child: { $ref: '#/own' } } }
    expect(shapeOf({ own }, own)).toContain('…')
  })
})

it('never throws on a document of another kind', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void readOpenApi(value)))
})

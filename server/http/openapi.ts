import { z } from 'zod'
import packageJson from '#package.json' with { type: 'json' }
import type { Route } from './route.ts'

type Json = Record<string, unknown>

const errorShape = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    details: z.unknown().optional(),
  }),
})

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json
  return json
}

function parametersOf(schema: z.ZodType | undefined, place: 'query' | 'path'): Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Json
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as Json
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: rest,
      ...(description ? { description } : {}),
    }
  })
}

const failure = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
})

function responsesOf(route: Route): Json {
  const content = route.response && {
    [route.streams ?? 'application/json']: { schema: schemaOf(route.response, 'output') },
    ...Object.fromEntries([route.also ?? []].flat().map((type) => [type, { schema: { type: 'string' } }])),
  }
  const ok = content ? { description: 'Done', content } : { description: 'Done, without content' }
  return {
    [String(route.response ? (route.status ?? 200) : 204)]: ok,
    '400': failure('The input is not valid'),
    ...(route.role === 'public' ? {} : { '401': failure('Nobody is signed in') }),
    '403': failure('Not allowed'),
    ...(route.params ? { '404': failure('Not found') } : {}),
  }
}

function operationOf(route: Route): Json {
  const [, , , tag = 'general'] = route.path.split('/')
  const suffix = route.path.replace('/api/v1/', '').replace(/[{}]/g, '').replaceAll('/', '-')
  return {
    operationId: `${route.method.toLowerCase()}-${suffix}`,
    summary: route.summary,
    description: route.role === 'public' ? 'Needs no session.' : `Needs the ${route.role} role.`,
    tags: [tag],
    security: route.role === 'public' ? [] : [{ session: [] }, { token: [] }],
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
          },
        }
      : {}),
    responses: responsesOf(route),
  }
}

/** The OpenAPI 3.1 document of the routes. */
export function openApiDocument(routes: readonly Route[], cookieName: string): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sightline',
      version: packageJson.version,
      description: packageJson.description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Error: schemaOf(errorShape, 'output') },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: cookieName,
          description: 'Set by signing in. State-changing requests must come from the same origin.',
        },
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'slt_…',
          description: 'An API token from Settings → Tokens.',
        },
      },
    },
  }
}

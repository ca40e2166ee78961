type Json = Record<string, unknown>

export type ApiParameter = { name: string; in: string; required: boolean; type: string; description: string }
export type ApiBody = { status: string; description: string; shape: string | null }
export type ApiOperation = {
  key: string
  method: string
  path: string
  summary: string
  description: string
  parameters: ApiParameter[]
  request: string | null
  responses: ApiBody[]
}
export type ApiGroup = { tag: string; operations: ApiOperation[] }

const METHODS = ['get', 'post', 'put', 'patch', 'delete']
const MAX_DEPTH = 6

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** What a `#/components/…` reference points at; the schema itself where it is none. */
function resolve(document: Json, schema: unknown): Json {
  const object = asObject(schema)
  const ref = asText(object.$ref)
  if (!ref.startsWith('#/')) return object
  let found: unknown = document
  for (const part of ref.slice(2).split('/'))
    found = asObject(found)[part.replaceAll('~1', '/').replaceAll('~0', '~')]
  return asObject(found)
}

/** A JSON schema as a short type in the manner of TypeScript; deep ones end in "…". */
export function shapeOf(document: unknown, schema: unknown, depth = 0): string {
  const root = asObject(document)
  const resolved = resolve(root, schema)
  const indent = '  '.repeat(depth)
  const inner = (one: unknown) => shapeOf(root, one, depth + 1)
  if (depth > MAX_DEPTH) return '…'
  if ('const' in resolved) return JSON.stringify(resolved.const)
  if (Array.isArray(resolved.enum)) return resolved.enum.map((one) => JSON.stringify(one)).join(' | ')
  const choices = [...asArray(resolved.anyOf), ...asArray(resolved.oneOf)]
  if (choices.length > 0) return [...new Set(choices.map((one) => shapeOf(root, one, depth)))].join(' | ')
  if (asArray(resolved.allOf).length > 0)
    return asArray(resolved.allOf)
      .map((one) => shapeOf(root, one, depth))
      .join(' & ')
  if (Array.isArray(resolved.prefixItems)) return `[${resolved.prefixItems.map(inner).join(', ')}]`
  if (resolved.type === 'array') {
    const item = shapeOf(root, resolved.items, depth)
    return item.includes(' | ') && !item.startsWith('{') ? `(${item})[]` : `${item}[]`
  }
  if (resolved.type === 'object' || resolved.properties) {
    const properties = Object.entries(asObject(resolved.properties))
    const required = new Set(asArray(resolved.required))
    if (properties.length === 0)
      return resolved.additionalProperties ? `{ [key]: ${inner(resolved.additionalProperties)} }` : '{}'
    const lines = properties.map(
      ([name, one]) => `${indent}  ${name}${required.has(name) ? '' : '?'}: ${inner(one)}`,
    )
    return `{\n${lines.join('\n')}\n${indent}}`
  }
  const type = Array.isArray(resolved.type) ? resolved.type.join(' | ') : asText(resolved.type)
  const format = asText(resolved.format)
  return type === '' ? 'anything' : format ? `${type} (${format})` : type
}

function shapeOfContent(document: Json, content: unknown): string | null {
  const [media] = Object.values(asObject(content))
  const schema = asObject(media).schema
  return schema === undefined ? null : shapeOf(document, schema)
}

function operationOf(document: Json, method: string, path: string, value: Json): ApiOperation {
  const body = resolve(document, value.requestBody)
  return {
    key: `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    summary: asText(value.summary),
    description: asText(value.description),
    parameters: asArray(value.parameters).map((one) => {
      const parameter = resolve(document, one)
      const schema = resolve(document, parameter.schema)
      const standard = schema.default === undefined ? '' : ` = ${JSON.stringify(schema.default)}`
      return {
        name: asText(parameter.name),
        in: asText(parameter.in),
        required: parameter.required === true,
        type: shapeOf(document, parameter.schema) + standard,
        description: asText(parameter.description) || asText(schema.description),
      }
    }),
    request: shapeOfContent(document, body.content),
    responses: Object.entries(asObject(value.responses)).map(([status, one]) => {
      const response = resolve(document, one)
      return {
        status,
        description: asText(response.description),
        shape: shapeOfContent(document, response.content),
      }
    }),
  }
}

/** The operations of an OpenAPI 3.1 document by tag, or by the first part of the path where there is none. */
export function readOpenApi(input: unknown): ApiGroup[] {
  const document = asObject(input)
  const groups = new Map<string, ApiOperation[]>()
  for (const [path, item] of Object.entries(asObject(document.paths))) {
    for (const method of METHODS) {
      const value = asObject(item)[method]
      if (value === undefined) continue
      const tag =
        asText(asArray(asObject(value).tags)[0]) || (path.replace('/api/v1/', '').split('/')[0] ?? '')
      const operations = groups.get(tag) ?? []
      operations.push(operationOf(document, method, path, asObject(value)))
      groups.set(tag, operations)
    }
  }
  return [...groups].map(([tag, operations]) => ({ tag, operations }))
}

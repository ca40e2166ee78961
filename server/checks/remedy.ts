import { shellWord } from '#server/domain/text.ts'

/** A value of a template: text is quoted, `code` stands as it is. */
export type TemplateValue =
  | string
  | number
  | boolean
  | { code: string }
  | TemplateValue[]
  | { [key: string]: TemplateValue }

/** Text that stands in a template unquoted: a reference, a function call. */
export const code = (text: string): TemplateValue => ({ code: text })

const isCode = (value: TemplateValue): value is { code: string } =>
  typeof value === 'object' &&
  !Array.isArray(value) &&
  Object.keys(value).join() === 'code' &&
  typeof value.code === 'string'

const KEY = /^[A-Za-z_][\w.-]*$/
/** JSON strings are YAML strings too. */
const yamlScalar = (value: string | number | boolean) => JSON.stringify(value)
const HCL_ESCAPES: Record<string, string> = { '\\b': '\\u0008', '\\f': '\\u000c' }
/** In HCL, `${` and `%{` begin an expression; of JSON's escapes it lacks two. */
const hclText = (text: string) =>
  JSON.stringify(text)
    .replace(/\\./g, (found) => HCL_ESCAPES[found] ?? found)
    .replace(/[$%](?=\{)/g, (sign) => sign + sign)

function yamlLines(value: TemplateValue, indent: string): string[] {
  if (isCode(value)) return [value.code]
  if (typeof value !== 'object') return [yamlScalar(value)]
  if (Array.isArray(value))
    return value.flatMap((item) => {
      const [first = '', ...rest] = yamlLines(item, `${indent}  `)
      return typeof item === 'object' && !isCode(item) && !Array.isArray(item)
        ? [`${indent}- ${first.trimStart()}`, ...rest]
        : [`${indent}- ${first}`]
    })
  return Object.entries(value).flatMap(([key, item]) => {
    const name = KEY.test(key) ? key : yamlScalar(key)
    const isBlock = typeof item === 'object' && !isCode(item)
    return isBlock
      ? [`${indent}${name}:`, ...yamlLines(item, `${indent}  `)]
      : [`${indent}${name}: ${yamlLines(item, '').join('')}`]
  })
}

function hclLines(value: TemplateValue, indent: string): string {
  if (isCode(value)) return value.code
  if (typeof value === 'string') return hclText(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map((item) => hclLines(item, indent)).join(', ')}]`
  const inner = Object.entries(value).map(
    ([key, item]) => `${indent}  ${KEY.test(key) ? key : hclText(key)} = ${hclLines(item, `${indent}  `)}`,
  )
  return ['{', ...inner, `${indent}}`].join('\n')
}

/** A resource's properties in CloudFormation's YAML, as they shall be: `Type: …` and `Properties:`. */
export function properties(type: string, values: { [key: string]: TemplateValue }): string {
  return [`Type: ${type}`, 'Properties:', ...yamlLines(values, '  ')].join('\n')
}

/** A Terraform resource's arguments as they shall be. A key that ends in ` {}` is a nested block. */
export function argumentsOf(type: string, values: { [key: string]: TemplateValue }, label = 'this'): string {
  const lines = Object.entries(values).map(([key, value]) => {
    const block = key.endsWith(' {}')
    const name = block ? key.slice(0, -3) : key
    return `  ${name} ${block ? '' : '= '}${hclLines(value, '  ')}`
  })
  return [`resource "${type}" "${label}" {`, ...lines, '}'].join('\n')
}

/** The `--region` of a record's place; global services need none. */
export function regionOf(record: { region: string }): string {
  return record.region === 'global' ? '--region us-east-1' : `--region ${shellWord(record.region)}`
}

import { asObject, asText, isObject } from '#server/domain/json.ts'
import { expandTemplate } from './sam/expand-template.ts'
import type { TemplateFormat } from './scan-result.ts'
import { isServerless, readServerless } from './serverless/read-serverless.ts'
import { JsonReader } from './source/json-reader.ts'
import { parseYaml } from './source/parse-yaml.ts'
import { type Problems, UnreadableError } from './source/problem.ts'
import { decodeText } from './source/read-text.ts'
import { type Home, NO_ACCOUNT, NO_REGION } from './template/home.ts'
import { Resolver } from './template/resolver.ts'
import type { TemplateResource } from './template/template.ts'
import { isPlan, readTerraform } from './terraform/read-terraform.ts'

export type ReadTemplate = {
  format: TemplateFormat
  resources: TemplateResource[]
  home: Home
  /** Types that were passed over, with how many resources each has. */
  others?: ReadonlyMap<string, number>
}
type Source = { path: string; named: boolean; content: Uint8Array }
type Parameters = ReadonlyMap<string, string>

/** CloudFormation takes 1 MB at most. */
const MAX_TEMPLATE_BYTES = 5_000_000

/** Reads a file as what it is; undefined where it is no template of a kind that is known. Throws UnreadableError. */
export async function readTemplate(
  { path, named, content }: Source,
  parameters: Parameters,
  problems: Problems,
): Promise<ReadTemplate | undefined> {
  if (content.length === 0) return undefined
  const isJson = startsAsMap(content)
  if (isJson && isPlan(headOf(content))) return { format: 'terraform', ...readTerraform(content, parameters) }
  const text = content.length > MAX_TEMPLATE_BYTES ? '' : decodeText(content)
  const looks = looksLikeTemplate(text)
  if (!looks && !named) return undefined
  if (content.length > MAX_TEMPLATE_BYTES) throw new UnreadableError('Larger than 5 MB: no template is.')
  const document = isJson ? parseJsonTemplate(text, problems) : parseYaml(text, problems)
  if (!isObject(document)) return undefined
  if (isCloudFormation(document)) return readCloudFormation(document, parameters, problems)
  if (!isServerless(document)) return undefined
  const template = await readServerless(document, path, parameters, problems)
  const region = asText(asObject(document.provider).region)
  const known = region !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)
  const given = known ? new Map([['AWS::Region', region], ...parameters]) : parameters
  return { ...readCloudFormation(template, given, problems), format: 'serverless' }
}

const headOf = (content: Uint8Array) => new TextDecoder().decode(content.subarray(0, 4096))

function startsAsMap(content: Uint8Array): boolean {
  const first = content.find((byte) => ![0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf].includes(byte))
  return first === 0x7b
}

const looksLikeTemplate = (text: string) =>
  (/["']?Resources["']?[ \t]*:/.test(text) && /AWS::|Transform/.test(text)) ||
  (/^["']?provider["']?[ \t]*:/m.test(text) && /^["']?service["']?[ \t]*:/m.test(text))

function parseJsonTemplate(text: string, problems: Problems): unknown {
  const reader = new JsonReader(new TextEncoder().encode(text))
  const value = reader.value((key, place) =>
    problems.add('error', `The key ${key} stands twice in one map: the last one is taken.`, place),
  )
  reader.end()
  return value
}

function isCloudFormation(document: Record<string, unknown>): boolean {
  const { Resources: resources } = document
  if (!isObject(resources)) return false
  return (
    document.AWSTemplateFormatVersion !== undefined ||
    document.Transform !== undefined ||
    Object.values(resources).some((one) => isObject(one) && String(one.Type).startsWith('AWS::'))
  )
}

/** Where the template would be deployed, as far as somebody said. */
export function homeOf(parameters: Parameters): Home {
  return {
    accountId: parameters.get('AWS::AccountId') ?? NO_ACCOUNT,
    region: parameters.get('AWS::Region') ?? NO_REGION,
    partition: parameters.get('AWS::Partition') ?? 'aws',
  }
}

function readCloudFormation(
  document: Record<string, unknown>,
  parameters: Parameters,
  problems: Problems,
): ReadTemplate {
  const home = homeOf(parameters)
  const template = expandTemplate(document, problems)
  return {
    format: 'cloudformation',
    resources: new Resolver(template, home, parameters).resources(),
    home,
  }
}

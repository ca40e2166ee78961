import { asText } from '#server/domain/json.ts'
import { unknownText } from './unknown.ts'

const isList = (type: string) => type === 'CommaDelimitedList' || type.startsWith('List<')

/** What a parameter is: the value that was given, its default, or not known. Defaults of SSM types are names of parameters. */
export function parameterValue(
  name: string,
  parameter: Record<string, unknown>,
  given: string | undefined,
): unknown {
  const type = asText(parameter.Type) ?? 'String'
  const value = given ?? (type.startsWith('AWS::SSM::Parameter::Value') ? undefined : parameter.Default)
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return Array.isArray(value) ? value.map(String) : unknownText(name)
  }
  const text = String(value)
  // An empty default of an id is a placeholder that somebody fills in when they deploy.
  if (isList(type)) return text === '' ? [] : text.split(',').map((item) => item.trim())
  return text
}

import { absent, type Field, failed, known } from '#server/domain/field.ts'
import { compileGlob, matchesGlob } from '#server/domain/iam/glob.ts'
import { asArray, asObject, asText, isObject, type JsonObject } from '#server/domain/json.ts'

/** Whether a rule of the registry has the images of a repository scanned when they are pushed, or all the time. */
export function scansAtRegistry(answer: Field<JsonObject>, repository: string): Field<boolean> {
  if (answer.state !== 'known') return answer
  const { scanningConfiguration } = answer.value
  if (!isObject(scanningConfiguration)) return failed('unreadable scanningConfiguration')
  const rules = asArray(scanningConfiguration.rules).map(asObject)
  return rules.length === 0 ? absent() : known(rules.some((rule) => scans(rule, repository)))
}

function scans({ scanFrequency, repositoryFilters }: JsonObject, repository: string): boolean {
  if (scanFrequency !== 'SCAN_ON_PUSH' && scanFrequency !== 'CONTINUOUS_SCAN') return false
  const filters = asArray(repositoryFilters).map((filter) => asText(asObject(filter).filter) ?? '')
  return filters.some((filter) => matches(filter, repository))
}

/** A filter without `*` is looked for anywhere in the name. Source: Amazon ECR user guide, Filters to choose repositories. */
function matches(filter: string, repository: string): boolean {
  if (!filter.includes('*')) return repository.includes(filter)
  return matchesGlob(compileGlob(filter), repository) === 'true'
}

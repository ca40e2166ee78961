import { randomBytes } from 'node:crypto'
import { absent, type Field, known } from '#server/domain/field.ts'
import { asObject, isObject } from '#server/domain/json.ts'
import type { EnvironmentVariables, FunctionRecord } from '#server/domain/records/function-record.ts'
import type { SecretMatch } from '#server/domain/records/secret-match.ts'
import { environmentFlags } from '#server/domain/secrets/environment-flags.ts'
import { secretsIn } from '#server/domain/secrets/find-secrets.ts'
import { fingerprintWith } from '#server/domain/secrets/fingerprint.ts'
import { whatNameSays } from '#server/domain/secrets/speaking-name.ts'
import { isUnknownText } from '#server/scan/template/unknown.ts'
import { notYet, type Properties, plainText, readIn } from './readers.ts'

/** A key of this run alone: nothing that is printed helps to guess a value. */
const fingerprint = fingerprintWith(randomBytes(32))

/** The secrets in a map's texts. Values that are known only when deployed are no secrets of the template. */
export function secretsOf(
  values: Properties,
  where: (name: string) => string = (name) => name,
): SecretMatch[] {
  const texts = Object.entries(values).flatMap(([name, value]) => {
    const text = plainText(value)
    return text === undefined ? [] : [{ where: where(name), text, name }]
  })
  return secretsIn(texts, fingerprint)
}

/** The secrets in a function's description and tags. */
export function readMetadataSecrets(from: Properties): Field<SecretMatch[]> {
  if (isUnknownText(from.Tags)) return notYet()
  const tags = Array.isArray(from.Tags)
    ? Object.fromEntries(from.Tags.map(asObject).map((tag) => [plainText(tag.Key) ?? '', tag.Value]))
    : asObject(from.Tags)
  return known([...secretsOf({ description: from.Description }), ...secretsOf(tags, (key) => `tag ${key}`)])
}

/** Left out where none was found and a variable that is named like a secret has a value that nobody knows yet. */
function knownSecrets(variables: Properties): { secrets?: SecretMatch[] } {
  const secrets = secretsOf(variables)
  const isHidden = ([name, value]: [string, unknown]) =>
    isUnknownText(value) && whatNameSays(name) !== undefined
  return secrets.length === 0 && Object.entries(variables).some(isHidden) ? {} : { secrets }
}

/** Names of the variables and what was recognised in their values, which go no further. */
export function readEnvironment(from: Properties): FunctionRecord['environment'] {
  return readIn<EnvironmentVariables>(from, 'Environment', ({ Variables: variables }) => {
    if (variables === undefined || variables === null) return absent()
    if (!isObject(variables)) return notYet()
    const names = Object.keys(variables).sort()
    if (names.length === 0) return absent()
    const texts = Object.entries(variables).flatMap(([name, value]) => {
      const text = plainText(value)
      return text === undefined ? [] : [[name, text] as const]
    })
    const kmsKeyArn = plainText(from.KmsKeyArn)
    return known({
      names,
      ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
      ...knownSecrets(variables),
      flags: environmentFlags(texts),
    })
  })
}

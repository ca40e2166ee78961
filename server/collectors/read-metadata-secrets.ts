import { type Field, isUnseen, known } from '#server/domain/field.ts'
import { asText, type JsonObject } from '#server/domain/json.ts'
import type { SecretMatch } from '#server/domain/records/secret-match.ts'
import { secretsIn, withoutSecrets } from '#server/domain/secrets/find-secrets.ts'
import type { Fingerprint } from '#server/domain/secrets/fingerprint.ts'

type Tags = Record<string, string>

/** Secrets in a function's description and tags. Where the tags were not seen and the rest holds none, nobody knows. */
export function readMetadataSecrets(
  configuration: JsonObject,
  tags: Field<Tags>,
  fingerprint: Fingerprint,
): Field<SecretMatch[]> {
  const description = asText(configuration.Description)
  const texts = description === undefined ? [] : [{ where: 'description', text: description }]
  const tagged = tags.state === 'known' ? Object.entries(tags.value) : []
  const ofTags = tagged.map(([key, text]) => ({ where: `tag ${key}`, name: key, text }))
  const found = secretsIn([...texts, ...ofTags], fingerprint)
  return found.length === 0 && isUnseen(tags) ? (tags as Field<never>) : known(found)
}

/** Tags fit to be stored: without the secrets in their values. */
export function storedTags(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, withoutSecrets(key, value)]))
}

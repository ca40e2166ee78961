import { onceAList } from '#server/checks/once-a-list.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ImageRepositoryRecord } from '#server/domain/records/image-repository-record.ts'

type User = { arn: string; isByTag: boolean }

/** `host/name:tag` and `host/name@sha256:…` without what names the image inside of the repository. */
const repositoryOf = (imageUri: string) => imageUri.replace(/@.*$/, '').replace(/:[^:/]*$/, '')

const byRepository = onceAList((functions: readonly FunctionRecord[]) => {
  const users = functions.flatMap(({ arn, imageUri }) => {
    const uri = valueOr(imageUri, undefined)
    return uri === undefined ? [] : [{ uri, arn, isByTag: !uri.includes('@sha256:') }]
  })
  return Map.groupBy(users, ({ uri }) => repositoryOf(uri))
})

/** Functions that run an image of a repository; undefined where the functions of its region were not read. */
export function imageUsers(record: ImageRepositoryRecord, around: Surroundings): User[] | undefined {
  const functions = around.all('function', record)
  return functions.state === 'known' ? (byRepository(functions.value).get(record.uri) ?? []) : undefined
}

import { oncePerPlace } from '#server/checks/secrets/once-per-place.ts'
import { valueOr } from '#server/domain/field.ts'

type User = { arn: string; isByTag: boolean }

/** `host/name:tag` and `host/name@sha256:…` without what names the image inside of the repository. */
const repositoryOf = (imageUri: string) => imageUri.replace(/@.*$/, '').replace(/:[^:/]*$/, '')

/** Functions of a place by the repository of their image; undefined where the functions were not read. */
export const imageUsers = oncePerPlace((around, place): { byRepository: Map<string, User[]> | undefined } => {
  const functions = around.all('function', place)
  if (functions.state !== 'known') return { byRepository: undefined }
  const byRepository = new Map<string, User[]>()
  for (const { arn, imageUri } of functions.value) {
    const uri = valueOr(imageUri, undefined)
    if (uri === undefined) continue
    const users = byRepository.get(repositoryOf(uri)) ?? []
    users.push({ arn, isByTag: !uri.includes('@sha256:') })
    byRepository.set(repositoryOf(uri), users)
  }
  return { byRepository }
})

import { SettingError } from '#server/errors.ts'
import { type FoundFiles, findTrailFiles } from '#server/trail-files/find-trail-files.ts'

/** The files that were named, with those of folders. @throws SettingError where there is nothing to read */
export async function findLogs(paths: readonly string[]): Promise<FoundFiles> {
  const found = await findTrailFiles(paths)
  if (found.files.length > 0 || found.rejects.length > 0) return found
  throw new SettingError(`There are no CloudTrail files among the ${found.otherFiles} files that were found.`)
}

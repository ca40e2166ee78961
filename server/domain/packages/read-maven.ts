import { type PackageReader, packageOf } from './found-package.ts'

/** pom.properties, which Maven leaves in each jar; the name is `group:artifact` as OSV has it. */
export const readPomProperties: PackageReader = (text) => {
  const values = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, key, value] = /^\s*(groupId|artifactId|version)\s*[=:]\s*(\S+)\s*$/.exec(line) ?? []
    if (key !== undefined && value !== undefined) values.set(key, value)
  }
  const group = values.get('groupId')
  const artifact = values.get('artifactId')
  if (group === undefined || artifact === undefined) return undefined
  return packageOf('Maven', `${group}:${artifact}`, values.get('version'))
}

import { asObject, asText, isObject, type JsonObject, parseJson } from '#server/domain/json.ts'
import { type FoundPackage, type PackageReader, packageOf } from './found-package.ts'

const MAX_DEPTH = 50

/** A package.json below node_modules. */
export const readPackageJson: PackageReader = (text) => {
  const from = parseJson(text)
  return isObject(from) ? packageOf('npm', from.name, from.version) : undefined
}

/** package-lock.json and npm-shrinkwrap.json, versions 1 to 3; what is only for development is left out. */
export const readPackageLock: PackageReader = (text) => {
  const from = parseJson(text)
  if (!isObject(from)) return undefined
  if (isObject(from.packages))
    return Object.entries(from.packages).flatMap(([path, one]) => locked(path, asObject(one)))
  return isObject(from.dependencies) ? tree(from.dependencies, 0) : []
}

const FOLDER = 'node_modules/'

function locked(path: string, from: JsonObject): FoundPackage[] {
  const at = path.lastIndexOf(FOLDER)
  if (at < 0 || from.link === true || from.dev === true || from.extraneous === true) return []
  return packageOf('npm', asText(from.name) ?? path.slice(at + FOLDER.length), from.version)
}

function tree(dependencies: JsonObject, depth: number): FoundPackage[] {
  if (depth > MAX_DEPTH) return []
  return Object.entries(dependencies).flatMap(([name, value]) => {
    const from = asObject(value)
    if (from.dev === true) return []
    const [, alias, version] = /^npm:(.+)@([^@]+)$/.exec(asText(from.version) ?? '') ?? []
    const own = packageOf('npm', alias ?? name, version ?? from.version).filter((one) =>
      /^\d/.test(one.version),
    )
    return [...own, ...(isObject(from.dependencies) ? tree(from.dependencies, depth + 1) : [])]
  })
}

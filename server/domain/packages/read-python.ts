import { parse } from 'smol-toml'
import { asArray, asObject, asText, isObject, type JsonObject, parseJson } from '#server/domain/json.ts'
import { type FoundPackage, type PackageReader, packageOf } from './found-package.ts'

/** Names that differ in case and in `-`, `_` and `.` are one. Source: PEP 503. */
export const pythonName = (name: string) => name.toLowerCase().replace(/[-_.]+/g, '-')

const packageIn = (name: string | undefined, version: string | undefined) =>
  packageOf('PyPI', name === undefined ? undefined : pythonName(name), version)

/** METADATA of a wheel, PKG-INFO of an egg: the headers before the first empty line. */
export const readPythonMetadata: PackageReader = (text) => {
  const [head = ''] = text.slice(0, 100_000).split(/\r?\n\r?\n/)
  const header = (name: string) => new RegExp(`^${name}:[ \\t]*(\\S+)[ \\t]*\\r?$`, 'im').exec(head)?.[1]
  const name = header('Name')
  return name === undefined ? undefined : packageIn(name, header('Version'))
}

const PINNED =
  /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*={2,3}\s*([A-Za-z0-9][A-Za-z0-9.!+_-]*)\s*(?:[;#\\].*|--hash.*)?$/

/** What requirements.txt pins to one version. */
export const readRequirements: PackageReader = (text) =>
  text.split('\n').flatMap((line) => {
    const [, name, version] = PINNED.exec(line.trim().slice(0, 1000)) ?? []
    return packageIn(name, version)
  })

/** poetry.lock, uv.lock and pdm.lock: TOML with a list of packages; those that lie in the project are left out. */
export const readPythonLock: PackageReader = (text) => {
  const from = parseToml(text)
  if (!from) return undefined
  return asArray(from.package)
    .map(asObject)
    .filter(({ category, source }) => category !== 'dev' && !isLocal(asObject(source)))
    .flatMap(({ name, version }) => packageIn(asText(name), asText(version)))
}

const isLocal = (source: JsonObject) =>
  ['editable', 'virtual', 'directory', 'path'].some((key) => Object.hasOwn(source, key))

function parseToml(text: string): JsonObject | undefined {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}

/** Pipfile.lock, without what is for development. */
export const readPipfileLock: PackageReader = (text) => {
  const from = parseJson(text)
  if (!isObject(from)) return undefined
  return Object.entries(asObject(from.default)).flatMap(([name, one]): FoundPackage[] =>
    packageIn(name, asText(asObject(one).version)?.replace(/^={2,3}/, '')),
  )
}

import { asObject, asText, isObject, parseJson } from '#server/domain/json.ts'
import { type PackageReader, packageOf } from './found-package.ts'

/** *.deps.json: the packages that a program was published with. */
export const readDepsJson: PackageReader = (text) => {
  const from = parseJson(text)
  if (!isObject(from)) return undefined
  return Object.entries(asObject(from.libraries)).flatMap(([key, library]) => {
    const [name, version] = key.split('/')
    return asObject(library).type === 'package' ? packageOf('NuGet', name, version) : []
  })
}

/** packages.lock.json: what was restored, by target framework. */
export const readNugetLock: PackageReader = (text) => {
  const from = parseJson(text)
  if (!isObject(from)) return undefined
  return Object.values(asObject(from.dependencies)).flatMap((framework) =>
    Object.entries(asObject(framework)).flatMap(([name, value]) => {
      const { type, resolved } = asObject(value)
      return type === 'Project' ? [] : packageOf('NuGet', name, asText(resolved))
    }),
  )
}

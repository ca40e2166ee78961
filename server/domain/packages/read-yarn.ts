import { type FoundPackage, type PackageReader, packageOf } from './found-package.ts'

/** yarn.lock of either kind: version 1's own form, and the YAML of later ones, whose `resolution` names the package. */
export const readYarnLock: PackageReader = (text) => {
  const found: FoundPackage[] = []
  let header: string | undefined
  let version: string | undefined
  let resolution: string | undefined
  const end = () => {
    if (header !== undefined && version !== undefined) found.push(...entry(header, version, resolution))
    header = version = resolution = undefined
  }
  for (const line of text.split('\n')) {
    if (/^[^\s#].*:\s*$/.test(line)) {
      end()
      header = line.trim().slice(0, -1)
    } else if (header !== undefined) {
      version ??= /^ {2}version:? "?([^"\s]+)"?\s*$/.exec(line)?.[1]
      resolution ??= /^ {2}resolution: "?([^"\s]+)"?\s*$/.exec(line)?.[1]
    }
  }
  end()
  return found
}

function entry(header: string, version: string, resolution: string | undefined): FoundPackage[] {
  if (version === '0.0.0-use.local' || header === '__metadata') return []
  const [first = ''] = header.split(/,\s*/)
  const specifier = resolution ?? first.replaceAll('"', '')
  const at = specifier.indexOf('@', 1)
  if (at < 0 || /@(workspace|link|portal|file):/.test(specifier)) return []
  const alias = /^npm:((?:@[^/@]+\/)?[^/@]+)@/.exec(specifier.slice(at + 1))?.[1]
  return packageOf('npm', alias ?? specifier.slice(0, at), version)
}

import { type FoundPackage, type PackageReader, packageOf } from './found-package.ts'

const KEY = /^ {2}(?! )(['"]?)(.+?)\1:\s*(?:\{\})?$/
/** `/name/1.2.3_peer` (5), `/name@1.2.3(peer)` (6), `name@1.2.3` (9). */
const NAMED = /^\/?((?:@[^/@]+\/)?[^/@]+)[@/](\d[^(_]*)/

/** pnpm-lock.yaml of versions 5 to 9, read by its lines; what is only for development is left out where it says so. */
export const readPnpmLock: PackageReader = (text) => {
  if (!/^lockfileVersion:/m.test(text)) return undefined
  const found: FoundPackage[] = []
  let inPackages = false
  let current: FoundPackage[] = []
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) inPackages = line.startsWith('packages:')
    if (!inPackages) continue
    const key = KEY.exec(line)?.[2]
    if (key !== undefined) {
      found.push(...current)
      const [, name, version] = NAMED.exec(key) ?? []
      current = packageOf('npm', name, version)
    } else if (/^ {4}dev: true\s*$/.test(line)) current = []
  }
  return [...found, ...current]
}

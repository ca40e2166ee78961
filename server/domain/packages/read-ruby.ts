import { type PackageReader, packageOf } from './found-package.ts'

/** Gemfile.lock: what stands four spaces deep below `specs:`; a platform at the version's end is left off. */
export const readGemfileLock: PackageReader = (text) => {
  let inSpecs = false
  let isRemote = false
  return text.split('\n').flatMap((line) => {
    if (/^\S/.test(line)) {
      isRemote = line.trim() === 'GEM'
      inSpecs = false
    }
    if (/^ {2}specs:\s*$/.test(line)) inSpecs = true
    const [, name, version] = /^ {4}([^\s(]+) \(([^)\s]+)\)\s*$/.exec(line) ?? []
    return inSpecs && isRemote ? packageOf('RubyGems', name, version?.replace(/-.*$/, '')) : []
  })
}

const SPECIFICATION = /(?:^|\/)specifications\/(?:default\/)?([^/]+?)-(\d[0-9A-Za-z.]*)(?:-[^/]+)?\.gemspec$/

/** An installed gem, by the name of its specification's file. */
export function gemAt(path: string) {
  const [, name, version] = SPECIFICATION.exec(path) ?? []
  return packageOf('RubyGems', name, version)
}

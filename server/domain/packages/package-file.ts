import type { Ecosystem } from '#server/domain/records/code-package-record.ts'
import type { PackageReader } from './found-package.ts'
import { readDepsJson, readNugetLock } from './read-dotnet.ts'
import { readPomProperties } from './read-maven.ts'
import { readPackageJson, readPackageLock } from './read-npm.ts'
import { readPnpmLock } from './read-pnpm.ts'
import { readPipfileLock, readPythonLock, readPythonMetadata, readRequirements } from './read-python.ts'
import { readGemfileLock } from './read-ruby.ts'
import { readYarnLock } from './read-yarn.ts'

/**
 * A file that names packages. `installed` ones stand beside the code they name; a `lock` also names what was not taken
 * along, and counts only where nothing of its ecosystem is installed.
 */
export type PackageFile = { ecosystem: Ecosystem; kind: 'installed' | 'lock'; read: PackageReader }

const installed = (ecosystem: Ecosystem, read: PackageReader): PackageFile => ({
  ecosystem,
  kind: 'installed',
  read,
})
const lock = (ecosystem: Ecosystem, read: PackageReader): PackageFile => ({ ecosystem, kind: 'lock', read })

const FILES: readonly (readonly [RegExp, PackageFile])[] = [
  [/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@][^/]*\/package\.json$/, installed('npm', readPackageJson)],
  [/\.dist-info\/METADATA$/, installed('PyPI', readPythonMetadata)],
  [/\.egg-info\/PKG-INFO$/, installed('PyPI', readPythonMetadata)],
  [/(?:^|\/)META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/, installed('Maven', readPomProperties)],
  [/\.deps\.json$/, installed('NuGet', readDepsJson)],
  [/(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/, lock('npm', readPackageLock)],
  [/(?:^|\/)node_modules\/\.package-lock\.json$/, lock('npm', readPackageLock)],
  [/(?:^|\/)yarn\.lock$/, lock('npm', readYarnLock)],
  [/(?:^|\/)pnpm-lock\.yaml$/, lock('npm', readPnpmLock)],
  [/(?:^|\/)requirements(?:[-_.]prod(?:uction)?)?\.txt$/, lock('PyPI', readRequirements)],
  [/(?:^|\/)(?:poetry|uv|pdm)\.lock$/, lock('PyPI', readPythonLock)],
  [/(?:^|\/)Pipfile\.lock$/, lock('PyPI', readPipfileLock)],
  [/(?:^|\/)Gemfile\.lock$/, lock('RubyGems', readGemfileLock)],
  [/(?:^|\/)packages\.lock\.json$/, lock('NuGet', readNugetLock)],
]

/** What kind of list a path names; lock files inside an installed package are that package's own matter. */
export function packageFileAt(path: string): PackageFile | undefined {
  const file = FILES.find(([pattern]) => pattern.test(path))?.[1]
  const isInside =
    file?.kind === 'lock' && /(?:^|\/)(?:node_modules\/[^.]|site-packages\/|gems\/[^/]+\/)/.test(path)
  return isInside ? undefined : file
}

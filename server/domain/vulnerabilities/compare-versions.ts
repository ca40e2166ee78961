import type { Ecosystem } from '#server/domain/records/code-package-record.ts'
import { compareMaven } from './compare-maven.ts'
import { comparePython } from './compare-python.ts'
import { compareRuby } from './compare-ruby.ts'
import { compareNuget, compareSemver } from './compare-semver.ts'
import type { Order } from './order.ts'

const COMPARE: Record<Ecosystem, (a: string, b: string) => Order> = {
  npm: compareSemver,
  Go: compareSemver,
  PyPI: comparePython,
  Maven: compareMaven,
  RubyGems: compareRuby,
  NuGet: compareNuget,
}

/** How two versions of an ecosystem stand to each other; undefined where one of them cannot be read. */
export const compareVersions = (ecosystem: Ecosystem, a: string, b: string): Order => COMPARE[ecosystem](a, b)

import type { Ecosystem } from '#server/domain/records/code-package-record.ts'

/** A package by its name and version. */
export type FoundPackage = { ecosystem: Ecosystem; name: string; version: string }

/** What a file says: packages; undefined where it is not what its name says. */
export type PackageReader = (text: string) => FoundPackage[] | undefined

const NAME = /^[\x21-\x7e]{1,300}$/
const VERSION = /^[0-9A-Za-z][\x21-\x7e]{0,127}$/

/** A package with a sensible name and version, in a list; else an empty one. */
export function packageOf(ecosystem: Ecosystem, name: unknown, version: unknown): FoundPackage[] {
  if (typeof name !== 'string' || typeof version !== 'string') return []
  return NAME.test(name) && VERSION.test(version) ? [{ ecosystem, name, version }] : []
}

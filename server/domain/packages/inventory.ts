import type { Dependency, Ecosystem } from '#server/domain/records/code-package-record.ts'
import type { FoundPackage } from './found-package.ts'
import { packageFileAt } from './package-file.ts'
import { gemAt } from './read-ruby.ts'

const keyOf = ({ ecosystem, name, version }: FoundPackage) => `${ecosystem}\n${name}\n${version}`

/** Gathers the packages of one zip, file by file. */
export class Inventory {
  readonly #installed = new Map<string, Dependency>()
  readonly #locked = new Map<string, Dependency>()
  /** Scripts with packages in them that only a lock file names. */
  readonly #bundles: string[] = []
  readonly #unreadable: { ecosystem: Ecosystem; path: string }[] = []

  /** Takes a file's text; `path` may lead into a jar, after `!/`. */
  add(path: string, text: string): void {
    const file = packageFileAt(path)
    if (!file) return
    const found = file.read(text)
    if (found) this.#note(file.kind, path, found)
    else if (file.kind === 'lock') this.#unreadable.push({ ecosystem: file.ecosystem, path })
  }

  /** Takes a script that was made of several. */
  addBundle(path: string): void {
    this.#bundles.push(path)
  }

  /** Takes a path that says what is installed by its name alone. */
  addPath(path: string): void {
    this.#note('installed', path, gemAt(path))
  }

  /** Takes what a program says of itself. */
  addProgram(path: string, found: FoundPackage[]): void {
    this.#note('installed', path, found)
  }

  #note(kind: 'installed' | 'lock', path: string, found: FoundPackage[]): void {
    const into = kind === 'installed' ? this.#installed : this.#locked
    for (const one of found) {
      const key = keyOf(one)
      const before = into.get(key)
      if (!before || path < before.path) into.set(key, { ...one, path })
    }
  }

  /** All packages in a fixed order. */
  dependencies(): Dependency[] {
    const has = this.#told()
    const locked = [...this.#locked.values()].filter(
      (one) => !has.has(one.ecosystem) && !this.#installed.has(keyOf(one)),
    )
    return [...this.#installed.values(), ...locked].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  }

  /** Lists that could not be read and that would have counted. */
  unreadable(): string[] {
    const has = this.#told()
    return this.#unreadable.filter(({ ecosystem }) => !has.has(ecosystem)).map(({ path }) => path)
  }

  /** Bundles of which nothing tells what they were made of. */
  untold(): string[] {
    const hasLock = [...this.#locked.values()].some(({ ecosystem }) => ecosystem === 'npm')
    return hasLock ? [] : this.#bundles
  }

  /** Ecosystems in which what is installed is all that there is. */
  #told(): Set<Ecosystem> {
    const found = [...this.#installed.values()].map(({ ecosystem }) => ecosystem)
    return new Set(found.filter((ecosystem) => ecosystem !== 'npm' || this.#bundles.length === 0))
  }
}
